package io.tidings.messaging.send;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** What callers brought and whom it went to is sealed, for the rotation of keys. */
@Factory
final class SealedSendData {
  @Singleton
  SealedColumn data() {
    return new SealedColumn(
        "send_data",
        "sealed",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("data_id")),
        key -> SendData.context(key.getFirst(), UUID.fromString(key.getLast())));
  }

  @Singleton
  SealedColumn users() {
    return new SealedColumn(
        "send",
        "user_id",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("send_id")),
        key -> SendUsers.context(key.getFirst(), UUID.fromString(key.getLast())));
  }
}
