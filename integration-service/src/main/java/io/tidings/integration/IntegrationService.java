package io.tidings.integration;

import io.micronaut.runtime.Micronaut;

/** The process. */
public final class IntegrationService {
  private IntegrationService() {}

  public static void main(String[] arguments) {
    Micronaut.run(IntegrationService.class, arguments);
  }
}
