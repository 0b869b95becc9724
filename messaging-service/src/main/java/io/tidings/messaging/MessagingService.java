package io.tidings.messaging;

import io.micronaut.runtime.Micronaut;

/** The process. */
public final class MessagingService {
  private MessagingService() {}

  public static void main(String[] arguments) {
    Micronaut.run(MessagingService.class, arguments);
  }
}
