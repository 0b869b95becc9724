package io.tidings.erasure;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The erasures that this service applied. */
@Singleton
public final class Erasures {
  private final TransactionOperations<Connection> transactions;
  private final Clock clock;

  Erasures(TransactionOperations<Connection> transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What this service did for one erasure.
   *
   * @param removed how much, by what it is
   */
  public record Report(Map<String, Long> removed, Instant appliedAt) {}

  /**
   * Notes what the open transaction removes of a profile, as a fact tells of it.
   *
   * @param erasureId as the fact has it; one from before erasures were reported has none
   */
  public void note(
      String workspaceId, String erasureId, UUID profileId, Map<String, ? extends Number> removed)
      throws SQLException {
    note(
        workspaceId,
        erasureId.isEmpty() ? profileId : UUID.fromString(erasureId),
        profileId,
        removed);
  }

  /**
   * Notes what the open transaction removes of a profile. A repetition changes nothing.
   *
   * @param removed how much, by what it is; at least one entry, of which there may be 0
   */
  public void note(
      String workspaceId, UUID erasureId, UUID profileId, Map<String, ? extends Number> removed)
      throws SQLException {
    if (removed.isEmpty()) {
      throw new IllegalArgumentException("an erasure says what was looked for");
    }
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                """
                INSERT INTO erasure (workspace_id, profile_id, erasure_id, what, removed,
                                     applied_at)
                VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                """)) {
      for (var entry : new TreeMap<>(removed).entrySet()) {
        statement.setString(1, workspaceId);
        statement.setObject(2, profileId);
        statement.setObject(3, erasureId);
        statement.setString(4, entry.getKey());
        statement.setLong(5, entry.getValue().longValue());
        statement.setObject(6, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** What was done for one erasure; empty where nothing was yet. */
  public Optional<Report> report(String workspaceId, UUID erasureId) {
    return transactions.executeRead(_ -> read(workspaceId, erasureId));
  }

  /** Which of the profiles were erased: a fact about one of them that arrives late is dropped. */
  public Set<UUID> among(String workspaceId, Collection<UUID> profileIds) throws SQLException {
    Set<UUID> erased = new HashSet<>();
    if (profileIds.isEmpty()) {
      return erased;
    }
    Connection connection = transactions.getConnection();
    try (var statement =
        connection.prepareStatement(
            """
            SELECT DISTINCT profile_id FROM erasure
             WHERE workspace_id = ? AND profile_id = ANY (?::uuid[])
            """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection, profileIds));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          erased.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return erased;
  }

  private Optional<Report> read(String workspaceId, UUID erasureId) throws SQLException {
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                """
                SELECT what, sum(removed), max(applied_at) FROM erasure
                 WHERE workspace_id = ? AND erasure_id = ?
                 GROUP BY what
                """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, erasureId);
      Map<String, Long> removed = new TreeMap<>();
      Instant appliedAt = Instant.EPOCH;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          removed.put(rows.getString(1), rows.getLong(2));
          Instant at = rows.getObject(3, OffsetDateTime.class).toInstant();
          appliedAt = at.isAfter(appliedAt) ? at : appliedAt;
        }
      }
      return removed.isEmpty() ? Optional.empty() : Optional.of(new Report(removed, appliedAt));
    }
  }
}
