package io.tidings.user;

import io.micronaut.runtime.Micronaut;

/** Starts user-service. */
public final class UserService {
  private UserService() {}

  public static void main(String[] arguments) {
    Micronaut.run(UserService.class, arguments);
  }
}
