package io.tidings.integration.imports;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of users, and how far it was read.
 *
 * @param requestId the upload's name; null where it has none
 * @param failure why the file cannot be read; empty otherwise
 * @param delimiter as it was read; empty before its first row was
 * @param encoding as it was read; empty before its first row was
 * @param createdAt what the times of its rows are counted from
 */
record Import(
    String workspaceId,
    UUID id,
    @Nullable String requestId,
    boolean dryRun,
    State state,
    String failure,
    String delimiter,
    String encoding,
    Counts counts,
    Instant createdAt,
    Instant updatedAt) {

  enum State {
    RUNNING,
    COMPLETED,
    /** Who read it is gone. */
    INTERRUPTED,
    /** It cannot be read as a whole. */
    FAILED
  }

  /** Rows by what became of them. */
  record Counts(long created, long updated, long rejected) {
    static final Counts NONE = new Counts(0, 0, 0);

    long rows() {
      return created + updated + rejected;
    }

    Counts with(RowOutcome outcome) {
      return switch (outcome) {
        case RowOutcome.Created _ -> new Counts(created + 1, updated, rejected);
        case RowOutcome.Updated _ -> new Counts(created, updated + 1, rejected);
        case RowOutcome.Rejected _ -> new Counts(created, updated, rejected + 1);
      };
    }
  }

  static Import begun(
      String workspaceId, UUID id, @Nullable String requestId, boolean dryRun, Instant now) {
    return new Import(
        workspaceId, id, requestId, dryRun, State.RUNNING, "", "", "", Counts.NONE, now, now);
  }

  /** Somebody reads on. */
  Import resumed() {
    return as(State.RUNNING, "", counts, updatedAt);
  }

  Import readAs(CsvFormat format) {
    return new Import(
        workspaceId,
        id,
        requestId,
        dryRun,
        state,
        failure,
        String.valueOf(format.delimiter()),
        format.encoding().name(),
        counts,
        createdAt,
        updatedAt);
  }

  Import at(Counts reached, Instant now) {
    return as(state, failure, reached, now);
  }

  Import completed(Instant now) {
    return as(State.COMPLETED, "", counts, now);
  }

  Import failed(String why, Instant now) {
    return as(State.FAILED, why, counts, now);
  }

  private Import as(State to, String why, Counts reached, Instant now) {
    return new Import(
        workspaceId, id, requestId, dryRun, to, why, delimiter, encoding, reached, createdAt, now);
  }
}
