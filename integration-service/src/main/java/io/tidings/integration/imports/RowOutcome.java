package io.tidings.integration.imports;

/** What became of a row. */
sealed interface RowOutcome {
  /** Its user was not known before. */
  record Created() implements RowOutcome {}

  /** Its user was known. */
  record Updated() implements RowOutcome {}

  /**
   * Nothing of it was applied.
   *
   * @param column at fault; empty when it is the row itself
   * @param reason what was offered, what is allowed
   */
  record Rejected(String column, String reason) implements RowOutcome {}
}
