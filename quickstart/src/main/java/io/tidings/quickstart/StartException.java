package io.tidings.quickstart;

/** The system could not be started. The message is meant for the person who asked for it. */
final class StartException extends RuntimeException {
  StartException(String message) {
    super(message);
  }
}
