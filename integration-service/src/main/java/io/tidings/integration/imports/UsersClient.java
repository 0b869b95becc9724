package io.tidings.integration.imports;

import com.google.protobuf.Timestamp;
import io.tidings.proto.user.v1.CheckBatchRequest;
import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueType;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/** Writes rows to user-service. */
@Singleton
final class UsersClient {
  private final ProfileServiceBlockingStub profiles;

  UsersClient(ServiceChannels channels) {
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
  }

  /** What becomes of rows; one outcome for each, in their order. */
  interface Rows extends Function<List<UserRow>, List<RowOutcome>> {}

  /** Writes them. */
  List<RowOutcome> identify(List<UserRow> rows) {
    var updates = IdentifyBatchRequest.newBuilder();
    rows.forEach(row -> updates.addUpdates(update(row)));
    return profiles.identifyBatch(updates.build()).getOutcomesList().stream()
        .map(UsersClient::outcome)
        .toList();
  }

  /**
   * Says what would become of the rows of one file, given to it a part after the other. What a part
   * would have defined counts for those that follow.
   */
  Rows dryRun() {
    var defined = new HashMap<String, ValueType>();
    return rows -> {
      var updates = CheckBatchRequest.newBuilder().putAllDefined(defined);
      rows.forEach(row -> updates.addUpdates(update(row)));
      var answer = profiles.checkBatch(updates.build());
      defined.putAll(answer.getWouldDefineMap());
      return answer.getOutcomesList().stream().map(UsersClient::outcome).toList();
    };
  }

  private static ProfileUpdate update(UserRow row) {
    var update =
        ProfileUpdate.newBuilder()
            .setUserId(row.userId())
            .setOccurredAt(timestamp(row.occurredAt()));
    row.attributes().forEach((name, cell) -> update.putAttributes(name, value(cell)));
    row.device()
        .ifPresent(device ->
            update.addDevices(
                Device.newBuilder().setToken(device.token()).setPlatform(device.platform())));
    return update.build();
  }

  private static Value value(Cell cell) {
    var value = Value.newBuilder();
    return switch (cell) {
      case Cell.Text(var text) -> value.setText(text).build();
      case Cell.Number(var number) -> value.setNumber(number).build();
      case Cell.Flag(var flag) -> value.setBoolean(flag).build();
      case Cell.Moment(var time) -> value.setDateTime(timestamp(time)).build();
    };
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static RowOutcome outcome(IdentifyOutcome outcome) {
    if (outcome.hasRejected()) {
      return rejected(outcome.getRejected());
    }
    var identified = outcome.getIdentified();
    var ignored = identified.getIgnoredList().stream().map(UsersClient::rejected).toList();
    return identified.getCreated()
        ? new RowOutcome.Created(ignored)
        : new RowOutcome.Updated(ignored);
  }

  private static RowOutcome.Rejected rejected(Rejected wire) {
    return new RowOutcome.Rejected(column(wire.getField()), wire.getReason());
  }

  /** The column that a field of the update came from. */
  private static String column(String field) {
    var path = field.startsWith("update.") ? field.substring("update.".length()) : field;
    if (path.startsWith("attributes.")) {
      return path.substring("attributes.".length());
    }
    if (path.startsWith("devices")) {
      return path.endsWith("platform") ? Header.DEVICE_PLATFORM : Header.DEVICE_TOKEN;
    }
    return path.equals("user_id") ? Header.ID : "";
  }
}
