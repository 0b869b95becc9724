package io.tidings.integration.imports;

/**
 * What of a file was not taken: a row, or a cell of one.
 *
 * @param line of the file on which the row begins
 * @param number tells those of one line apart
 */
record Defect(long line, long number, RowOutcome.Rejected rejection) {}
