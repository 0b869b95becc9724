package io.tidings.integration.imports;

/** A row cannot be read. */
final class BadRowException extends Exception {
  private final transient RowOutcome.Rejected rejection;

  BadRowException(String column, String reason) {
    super(column, null, false, false);
    this.rejection = new RowOutcome.Rejected(column, reason);
  }

  RowOutcome.Rejected rejection() {
    return rejection;
  }
}
