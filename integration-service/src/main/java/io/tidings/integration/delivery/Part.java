package io.tidings.integration.delivery;

import io.tidings.integration.connection.Connection;
import io.tidings.integration.destination.Destination;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one delivery is to tell.
 *
 * @param bytes the part of a fact, as {@link OccurrenceWire} reads it
 * @param integrations which connections may be told, by the name or type of each, {@code All}
 *     standing for those not named; all may when empty
 */
record Part(byte[] bytes, Map<String, Boolean> integrations) {
  private static final String ALL = "All";

  boolean mayBeToldTo(Connection<Destination> connection) {
    if (integrations.isEmpty()) {
      return true;
    }
    return Stream.of(connection.name(), connection.to().name(), connection.to().id(), ALL)
        .flatMap(this::said)
        .findFirst()
        .orElse(true);
  }

  private Stream<Boolean> said(String name) {
    return integrations.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue);
  }
}
