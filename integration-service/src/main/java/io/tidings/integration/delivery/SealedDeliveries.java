package io.tidings.integration.delivery;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** What is still to be delivered is sealed, for the rotation of keys. */
@Factory
final class SealedDeliveries {
  @Singleton
  SealedColumn payloads() {
    return new SealedColumn(
        "delivery",
        "payload",
        List.of(
            SealedColumn.Key.text("workspace_id"),
            SealedColumn.Key.uuid("connection_id"),
            SealedColumn.Key.bigint("position")),
        List.of("id"),
        names -> DeliveryRepository.sealContext(UUID.fromString(names.getLast())));
  }
}
