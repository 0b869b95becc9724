package io.tidings.messaging.template;

import java.time.Duration;
import liqp.TemplateContext;

/**
 * What rendering one part may cost. A template is written by a customer: it must not be able to
 * hold a worker or to fill its memory.
 */
final class RenderLimits {
  /** Rounds of all loops together. */
  static final int ITERATIONS = 20_000;

  /** Characters that one part may come to. */
  static final int RENDERED_CHARACTERS = 1024 * 1024;

  /** Characters that one value may grow to on its way through filters. */
  static final int VALUE_CHARACTERS = 256 * 1024;

  /** Digits that a number may have. */
  static final int DIGITS = 100;

  static final Duration TIME = Duration.ofSeconds(1);

  private static final String DEADLINE = "tidings.deadline";

  private RenderLimits() {}

  static void start(TemplateContext context) {
    context.getEnvironmentMap().put(DEADLINE, System.nanoTime() + TIME.toNanos());
  }

  static void checkTime(TemplateContext context) {
    if (context.getEnvironmentMap().get(DEADLINE) instanceof Long deadline
        && System.nanoTime() - deadline > 0) {
      throw new RenderException("rendering took longer than %d ms".formatted(TIME.toMillis()));
    }
  }

  static void checkLength(long characters) {
    if (characters > VALUE_CHARACTERS) {
      throw new RenderException(
          "a value grew to more than %d characters".formatted(VALUE_CHARACTERS));
    }
  }
}
