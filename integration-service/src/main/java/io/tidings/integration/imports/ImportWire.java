package io.tidings.integration.imports;

import com.google.protobuf.Timestamp;
import io.tidings.proto.integration.v1.ImportState;
import io.tidings.proto.integration.v1.RejectedRow;
import io.tidings.rpc.Faults;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes imports as the contract has them. */
final class ImportWire {
  private static final Pattern PLACE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  private ImportWire() {}

  static io.tidings.proto.integration.v1.Import toWire(Import of) {
    return io.tidings.proto.integration.v1.Import.newBuilder()
        .setId(of.id().toString())
        .setRequestId(of.requestId() == null ? "" : of.requestId())
        .setState(
            switch (of.state()) {
              case RUNNING -> ImportState.IMPORT_STATE_RUNNING;
              case COMPLETED -> ImportState.IMPORT_STATE_COMPLETED;
              case INTERRUPTED -> ImportState.IMPORT_STATE_INTERRUPTED;
              case FAILED -> ImportState.IMPORT_STATE_FAILED;
            })
        .setDryRun(of.dryRun())
        .setRowCount(of.counts().rows())
        .setCreatedCount(of.counts().created())
        .setUpdatedCount(of.counts().updated())
        .setRejectedCount(of.counts().rejected())
        .setDelimiter(of.delimiter())
        .setEncoding(of.encoding())
        .setFailure(of.failure())
        .setCreatedAt(time(of.createdAt()))
        .setUpdatedAt(time(of.updatedAt()))
        .build();
  }

  static RejectedRow toWire(Defect defect) {
    return RejectedRow.newBuilder()
        .setLine(defect.line())
        .setColumn(defect.rejection().column())
        .setReason(defect.rejection().reason())
        .build();
  }

  static String token(Defect last) {
    return last.line() + "-" + last.number();
  }

  static DefectRepository.Place place(String token) {
    if (token.isEmpty()) {
      return DefectRepository.Place.START;
    }
    var parts = PLACE.matcher(token);
    if (!parts.matches()) {
      throw badToken();
    }
    return new DefectRepository.Place(
        Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
  }

  static @Nullable UUID after(String token) {
    try {
      return token.isEmpty() ? null : UUID.fromString(token);
    } catch (IllegalArgumentException _) {
      throw badToken();
    }
  }

  private static RuntimeException badToken() {
    return Faults.invalid("page_token", "must be next_page_token of an earlier page, or empty");
  }

  private static Timestamp time(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
