package io.tidings.integration.imports;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.tidings.rpc.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One reading of a file, from its first row or from where an earlier reading stopped. Rows go to
 * user-service a batch at a time, and how far it is goes on record with each.
 */
final class ImportRun {
  private static final int BATCH = 500;

  /**
   * Characters, which take up to three bytes each: with what stands around them they stay within
   * the 16 MiB that user-service takes at once.
   */
  private static final int MAX_SIZE = 4 * 1024 * 1024;

  private final ImportRepository repository;
  private final UsersClient.Rows rows;
  private final Supplier<Instant> now;
  private final UUID reader;
  private final Header header;
  private final long done;
  private final List<UserRow> batch = new ArrayList<>(BATCH);
  private final List<Defect> defects = new ArrayList<>();
  private Import current;
  private Import.Counts counts;
  private long row;
  private int size;

  /**
   * @param reader whose import it is
   */
  ImportRun(
      ImportRepository repository,
      UsersClient users,
      Supplier<Instant> now,
      UUID reader,
      Header header,
      Import current) {
    this.repository = repository;
    this.rows = current.dryRun() ? users.dryRun() : users::identify;
    this.now = now;
    this.reader = reader;
    this.header = header;
    this.current = current;
    this.counts = current.counts();
    this.done = counts.rows();
  }

  void add(CsvRecord cells) {
    row++;
    if (row <= done) {
      return;
    }
    try {
      // Later for a later row, so that the last one of a user wins, and the same in every reading.
      var time = current.createdAt().plus(row, ChronoUnit.MICROS);
      take(header.read(cells.getStartingLineNumber(), cells.getFields(), time));
    } catch (BadRowException bad) {
      note(cells.getStartingLineNumber(), bad.rejection());
    }
    if (batch.size() + defects.size() >= BATCH) {
      write();
    }
  }

  private void take(UserRow read) throws BadRowException {
    int more = read.size();
    if (more > MAX_SIZE) {
      throw new BadRowException(
          "", "has about %d characters; at most %d are taken in one row".formatted(more, MAX_SIZE));
    }
    if (size + more > MAX_SIZE) {
      write();
    }
    batch.add(read);
    size += more;
  }

  private void note(long line, RowOutcome outcome) {
    counts = counts.with(outcome);
    List<RowOutcome.Rejected> bad =
        switch (outcome) {
          case RowOutcome.Created(var ignored) -> ignored;
          case RowOutcome.Updated(var ignored) -> ignored;
          case RowOutcome.Rejected rejected -> List.of(rejected);
        };
    for (int i = 0; i < bad.size(); i++) {
      defects.add(new Defect(line, i + 1, header.asInFile(bad.get(i))));
    }
  }

  private void write() {
    if (!batch.isEmpty()) {
      var outcomes = rows.apply(batch);
      for (int i = 0; i < batch.size(); i++) {
        note(batch.get(i).line(), outcomes.get(i));
      }
      batch.clear();
      size = 0;
    }
    save(current.at(counts, now.get()));
  }

  /** The file is read to its end. */
  Import complete() {
    write();
    save(current.completed(now.get()));
    return current;
  }

  private void save(Import reached) {
    if (!repository.save(reached, reader, defects)) {
      throw Faults.unavailable(
          "the same import is being read by somebody else; look at it, and send the file again if"
              + " it is interrupted",
          Duration.ofMinutes(1));
    }
    current = reached;
    defects.clear();
  }
}
