package io.tidings.backends;

/**
 * A server could not be started or stopped. The message is meant for the person who asked for it.
 */
public final class BackendException extends RuntimeException {
  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
