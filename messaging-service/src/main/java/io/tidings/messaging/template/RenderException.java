package io.tidings.messaging.template;

/** A template that parses could not be rendered with the values of one recipient. */
public final class RenderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RenderException(String reason) {
    super(reason);
  }

  RenderException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
