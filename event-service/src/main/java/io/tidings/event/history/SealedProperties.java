package io.tidings.event.history;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micronaut.context.annotation.Factory;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueObject;
import io.tidings.secrets.SealedColumn;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Properties as they lie in the database: sealed, for nobody knows what they tell of a person. What
 * they belong to is told by workspace and message, not by profile, which changes with a merge.
 */
@Singleton
final class SealedProperties {
  private final Secrets secrets;

  SealedProperties(Secrets secrets) {
    this.secrets = secrets;
  }

  byte[] seal(String workspaceId, String messageId, Map<String, Value> properties) {
    byte[] clear = ValueObject.newBuilder().putAllValues(properties).build().toByteArray();
    return secrets.seal(clear, context(workspaceId, messageId));
  }

  /** What an earlier version wrote lies in clear until it is sealed in the background. */
  Map<String, Value> open(String workspaceId, String messageId, byte[] column) {
    byte[] clear =
        Secrets.isSealed(column) ? secrets.open(column, context(workspaceId, messageId)) : column;
    try {
      return ValueObject.parseFrom(clear).getValuesMap();
    } catch (InvalidProtocolBufferException e) {
      throw new HistoryException("properties on file are not readable", e);
    }
  }

  private static String context(String workspaceId, String messageId) {
    return "event " + workspaceId + " " + messageId;
  }

  /** For the rotation of keys. */
  @Factory
  static final class Columns {
    @Singleton
    SealedColumn properties() {
      return new SealedColumn(
          "event",
          "properties",
          List.of(
              SealedColumn.Key.text("workspace_id"),
              SealedColumn.Key.uuid("profile_id"),
              SealedColumn.Key.text("message_id")),
          key -> context(key.getFirst(), key.getLast()));
    }
  }
}
