package io.tidings.integration.imports;

import java.util.List;

/** What became of a row. */
sealed interface RowOutcome {
  /**
   * Its user was not known before.
   *
   * @param ignored cells that were not taken, the rest of the row was
   */
  record Created(List<Rejected> ignored) implements RowOutcome {}

  /** Its user was known. */
  record Updated(List<Rejected> ignored) implements RowOutcome {}

  /**
   * Nothing of it was applied.
   *
   * @param column at fault, as the file names it; empty when it is the row itself
   * @param reason what was offered, what is allowed
   */
  record Rejected(String column, String reason) implements RowOutcome {}
}
