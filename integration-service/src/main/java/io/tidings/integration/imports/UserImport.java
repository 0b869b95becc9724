package io.tidings.integration.imports;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import de.siegmar.fastcsv.reader.CsvParseException;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Reads a file of users and writes them, a batch at a time: the memory it takes never grows. */
@Singleton
final class UserImport {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  /** A cell larger than this is a quote that nobody closed. */
  private static final int MAX_CELL = 1024 * 1024;

  private final ImportRepository repository;
  private final UsersClient users;
  private final Clock clock;

  UserImport(ImportRepository repository, UsersClient users, Clock clock) {
    this.repository = repository;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Reads the file to its end, from where an earlier reading of the same name stopped.
   *
   * @throws InvalidInputException when the file as a whole cannot be read
   * @throws io.grpc.StatusRuntimeException when user-service is away; what was written stays, and
   *     the same file may be sent again
   */
  Import run(String workspaceId, ImportOptions options, InputStream file) throws IOException {
    UUID reader = UUID.randomUUID();
    Import begun = begin(workspaceId, options, reader);
    if (begun.state() == Import.State.COMPLETED) {
      return begun;
    }
    try {
      return read(begun, reader, options, file);
    } catch (InvalidInputException unreadable) {
      String reason = unreadable.violations().getFirst().description();
      repository
          .find(workspaceId, begun.id())
          .ifPresent(reached -> repository.save(reached.failed(reason, now()), reader, List.of()));
      throw unreadable;
    } catch (Exception broken) {
      repository.letGo(begun, reader);
      throw broken;
    }
  }

  private Import begin(String workspaceId, ImportOptions options, UUID reader) {
    Import fresh =
        Import.begun(workspaceId, IDS.generate(), options.requestId(), options.dryRun(), now());
    if (repository.insert(fresh, options.digest(), reader)) {
      return fresh;
    }
    String requestId = String.valueOf(options.requestId());
    var stored =
        repository
            .byRequest(workspaceId, requestId)
            .orElseThrow(() -> new IllegalStateException("an import is gone that was just there"));
    if (!stored.optionsDigest().equals(options.digest())) {
      throw new InvalidInputException(
          "options.request_id",
          "'%s' is an import with other options; send the same ones, or another request_id"
              .formatted(requestId));
    }
    if (stored.current().state() == Import.State.COMPLETED) {
      return stored.current();
    }
    if (!repository.takeOver(stored.current(), reader)) {
      throw new InvalidInputException(
          "options.request_id",
          "'%s' is being read at this moment; wait until it is completed or interrupted"
              .formatted(requestId));
    }
    return stored.current().resumed();
  }

  /** In the finest step that user-service and the database tell apart. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Import read(Import begun, UUID reader, ImportOptions options, InputStream file)
      throws IOException {
    var opened = CsvFormat.open(file, options, MAX_CELL);
    try (var csv = opened.rows()) {
      var rows = csv.iterator();
      if (!rows.hasNext()) {
        throw Header.unreadable("is empty; the first row must name the columns");
      }
      var header = Header.of(rows.next().getFields(), options.columns());
      var run =
          new ImportRun(
              repository, users, this::now, reader, header, begun.readAs(opened.format()));
      while (rows.hasNext()) {
        run.add(rows.next());
      }
      return run.complete();
    } catch (CsvParseException broken) {
      throw Header.unreadable(
          "cannot be read on from a place where a cell exceeds %d characters; close the quote that opens it"
              .formatted(MAX_CELL));
    }
  }
}
