package io.tidings.user;

/**
 * What a caller offered and cannot be taken. Its text is for that caller and for nobody's log: it
 * quotes what was offered.
 */
public final class RefusedException extends Exception {
  private static final int QUOTED_LENGTH = 100;

  private final String field;
  private final String reason;

  /**
   * @param field the field at fault, as in the request
   * @param reason what was offered, what is allowed, what to do
   */
  public RefusedException(String field, String reason) {
    // An answer, not a fault of the program: without a stack trace it costs nothing.
    super(reason, null, false, false);
    this.field = field;
    this.reason = reason;
  }

  public String field() {
    return field;
  }

  public String reason() {
    return reason;
  }

  /** What was offered, between quotes, shortened to what helps. */
  public static String quoted(String offered) {
    return offered.length() <= QUOTED_LENGTH
        ? "'" + offered + "'"
        : "'" + offered.substring(0, QUOTED_LENGTH) + "…'";
  }
}
