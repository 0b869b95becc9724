package io.tidings.integration.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads a file of users and writes them, a batch at a time: the memory it takes never grows. */
@Singleton
final class UserImport {
  static final int BATCH = 500;

  /** A cell larger than this is a quote that nobody closed. */
  private static final int MAX_CELL = 1024 * 1024;

  private final UsersClient users;
  private final Clock clock;

  UserImport(UsersClient users, Clock clock) {
    this.users = users;
    this.clock = clock;
  }

  /**
   * @throws io.tidings.rpc.InvalidInputException when the file as a whole cannot be read
   * @throws io.grpc.StatusRuntimeException when user-service is away; what was written stays, and
   *     the same file may be sent again
   */
  ImportReport run(InputStream file) throws IOException {
    try (var csv = reader(file)) {
      return run(csv.iterator());
    } catch (CsvParseException broken) {
      throw Header.unreadable(
          "cannot be read on from a place where a cell exceeds %d characters; close the quote that opens it"
              .formatted(MAX_CELL));
    }
  }

  private static CsvReader<CsvRecord> reader(InputStream file) {
    return CsvReader.builder()
        .detectBomHeader(true)
        .skipEmptyLines(true)
        .allowMissingFields(true)
        .allowExtraFields(true)
        .allowExtraCharsAfterClosingQuote(true)
        .maxBufferSize(MAX_CELL)
        .ofCsvRecord(file, StandardCharsets.UTF_8);
  }

  private ImportReport run(Iterator<CsvRecord> rows) {
    if (!rows.hasNext()) {
      throw Header.unreadable("is empty; the first row must name the columns");
    }
    var header = Header.of(rows.next().getFields());
    var report = new ImportReport();
    var batch = new ArrayList<UserRow>(BATCH);
    // The finest step that user-service tells apart.
    var time = clock.instant().truncatedTo(ChronoUnit.MICROS);
    while (rows.hasNext()) {
      var row = rows.next();
      time = time.plus(1, ChronoUnit.MICROS);
      read(header, row, time, batch, report);
      if (batch.size() == BATCH) {
        write(batch, report);
      }
    }
    write(batch, report);
    return report;
  }

  private static void read(
      Header header, CsvRecord row, Instant time, List<UserRow> batch, ImportReport report) {
    try {
      batch.add(header.read(row.getStartingLineNumber(), row.getFields(), time));
    } catch (BadRowException bad) {
      report.add(row.getStartingLineNumber(), bad.rejection());
    }
  }

  private void write(List<UserRow> batch, ImportReport report) {
    if (batch.isEmpty()) {
      return;
    }
    var outcomes = users.identify(batch);
    for (var i = 0; i < batch.size(); i++) {
      report.add(batch.get(i).line(), outcomes.get(i));
    }
    batch.clear();
  }
}
