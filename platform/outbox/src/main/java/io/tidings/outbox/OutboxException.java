package io.tidings.outbox;

/** The outbox, the inbox or the broker failed; the cause says how. */
public final class OutboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
