package io.tidings.event.history;

import com.google.protobuf.ByteString;
import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.List;

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

  byte[] seal(String workspaceId, String messageId, ByteString properties) {
    return secrets.seal(properties.toByteArray(), context(workspaceId, messageId));
  }

  /** What an earlier version wrote lies in clear until it is sealed in the background. */
  ByteString open(String workspaceId, String messageId, byte[] column) {
    return ByteString.copyFrom(
        Secrets.isSealed(column) ? secrets.open(column, context(workspaceId, messageId)) : column);
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
              SealedColumn.Key.uuid("profile_id"),
              SealedColumn.Key.text("workspace_id"),
              SealedColumn.Key.text("message_id")),
          key -> context(key.get(1), key.getLast()));
    }
  }
}
