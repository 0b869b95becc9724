package io.tidings.messaging.template;

/** A text is not Liquid that can be rendered here. */
final class LiquidSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  LiquidSyntaxException(int line, String reason, Throwable cause) {
    super("line %d: %s".formatted(line, reason), cause);
    this.line = line;
    this.reason = reason;
  }

  /** From 1. */
  int line() {
    return line;
  }

  String reason() {
    return reason;
  }
}
