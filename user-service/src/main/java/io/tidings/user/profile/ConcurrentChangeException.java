package io.tidings.user.profile;

/** Another transaction was faster with what this one decided; nothing of this one stays. */
public final class ConcurrentChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConcurrentChangeException() {
    super("identifiers or profiles changed hands meanwhile", null, false, false);
  }
}
