package io.tidings.integration.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What became of a file, counted while it is read. */
final class ImportReport {
  /** A file that is bad throughout needs no more to be seen as such. */
  private static final int MAX_SHOWN = 1_000;

  private final List<RejectedRow> rejectedRows = new ArrayList<>();
  private long created;
  private long updated;
  private long rejected;

  /**
   * @param line of the file on which the row begins
   */
  record RejectedRow(long line, RowOutcome.Rejected rejection) {}

  void add(long line, RowOutcome outcome) {
    switch (outcome) {
      case RowOutcome.Created() -> created++;
      case RowOutcome.Updated() -> updated++;
      case RowOutcome.Rejected rejection -> {
        rejected++;
        if (rejectedRows.size() < MAX_SHOWN) {
          rejectedRows.add(new RejectedRow(line, rejection));
        }
      }
    }
  }

  long created() {
    return created;
  }

  long updated() {
    return updated;
  }

  long rejected() {
    return rejected;
  }

  long rows() {
    return created + updated + rejected;
  }

  /** The first of them, by line. */
  List<RejectedRow> rejectedRows() {
    return rejectedRows.stream().sorted(Comparator.comparingLong(RejectedRow::line)).toList();
  }
}
