package io.tidings.event.history;

/** The database did not do what was asked; its own words are the cause. */
final class HistoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HistoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
