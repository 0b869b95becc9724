package io.tidings.messaging.suppression;

import io.tidings.columns.Columns;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Values;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is suppressed. */
@Singleton
public final class Suppressions {
  private final Database database;
  private final Secrets secrets;
  private final Clock clock;

  Suppressions(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * @return since when; a second suppression of the same address changes nothing
   */
  Instant add(String workspaceId, Address address, String reason) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO suppression (workspace_id, channel, fingerprint, reason, suppressed_at)
              VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (workspace_id, channel, fingerprint)
                DO UPDATE SET suppressed_at = suppression.suppressed_at
              RETURNING suppressed_at
              """)) {
        statement.setString(1, workspaceId);
        statement.setString(2, address.channel().name());
        statement.setBytes(3, fingerprint(workspaceId, address));
        statement.setString(4, reason);
        statement.setObject(5, Values.at(clock.instant()));
        try (var row = statement.executeQuery()) {
          row.next();
          return Values.instant(row, "suppressed_at");
        }
      }
    });
  }

  /**
   * Something that shows that nothing more may be sent to an address.
   *
   * @param reason {@code hard_bounce}, {@code complaint}
   */
  public record Finding(Channel channel, String address, String reason) {
    @Override
    public String toString() {
      return "Finding[channel=%s, reason=%s]".formatted(channel, reason);
    }
  }

  /** Suppresses what is an address of those; one that is suppressed already stays as it is. */
  public void addAll(String workspaceId, Collection<Finding> findings) {
    List<Finding> addresses = findings.stream().filter(Suppressions::isAddress).toList();
    if (addresses.isEmpty()) {
      return;
    }
    byte[][] fingerprints =
        addresses.stream()
            .map(found -> fingerprint(workspaceId, Address.of(found.channel(), found.address())))
            .toArray(byte[][]::new);
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO suppression (workspace_id, channel, fingerprint, reason, suppressed_at)
              SELECT ?, channel, fingerprint, reason, ?
                FROM unnest(?::text[], ?::bytea[], ?::text[]) AS row (channel, fingerprint, reason)
               ORDER BY channel, fingerprint
              ON CONFLICT DO NOTHING
              """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, Values.at(clock.instant()));
        statement.setArray(
            3, Columns.texts(connection, addresses, found -> found.channel().name()));
        statement.setArray(4, Columns.bytes(connection, fingerprints));
        statement.setArray(5, Columns.texts(connection, addresses, Finding::reason));
        statement.executeUpdate();
      }
    });
  }

  private static boolean isAddress(Finding found) {
    try {
      Address.of(found.channel(), found.address());
      return true;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  /**
   * @return whether it was suppressed
   */
  boolean remove(String workspaceId, Address address) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              DELETE FROM suppression
               WHERE workspace_id = ? AND channel = ? AND fingerprint = ?
              """)) {
        statement.setString(1, workspaceId);
        statement.setString(2, address.channel().name());
        statement.setBytes(3, fingerprint(workspaceId, address));
        return statement.executeUpdate() > 0;
      }
    });
  }

  /** Which of the addresses, as they were given, are suppressed. One read for all. */
  public Set<String> among(String workspaceId, Channel channel, Collection<String> addresses) {
    Map<String, ByteBuffer> fingerprints = HashMap.newHashMap(addresses.size());
    for (String address : addresses) {
      fingerprints.computeIfAbsent(
          address, given -> ByteBuffer.wrap(fingerprint(workspaceId, comparable(channel, given))));
    }
    if (fingerprints.isEmpty()) {
      return Set.of();
    }
    Set<ByteBuffer> suppressed = find(workspaceId, channel, fingerprints.values());
    return fingerprints.entrySet().stream()
        .filter(entry -> suppressed.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Set<ByteBuffer> find(
      String workspaceId, Channel channel, Collection<ByteBuffer> fingerprints) {
    return database.inTransaction(connection -> {
      Set<ByteBuffer> found = new HashSet<>();
      try (var statement =
          connection.prepareStatement(
              """
              SELECT fingerprint FROM suppression
               WHERE workspace_id = ? AND channel = ? AND fingerprint = ANY (?)
              """)) {
        statement.setString(1, workspaceId);
        statement.setString(2, channel.name());
        statement.setArray(3, Columns.bytes(connection, fingerprints, ByteBuffer::array));
        try (var row = statement.executeQuery()) {
          while (row.next()) {
            found.add(ByteBuffer.wrap(row.getBytes(1)));
          }
        }
      }
      return found;
    });
  }

  /** What a profile holds was checked when it came; what is no address matches no suppression. */
  private static Address comparable(Channel channel, String address) {
    try {
      return Address.of(channel, address);
    } catch (IllegalArgumentException noAddress) {
      return new Address(channel, address);
    }
  }

  private byte[] fingerprint(String workspaceId, Address address) {
    return secrets.fingerprint(
        "suppression " + workspaceId + " " + address.channel(), address.normal());
  }
}
