package io.tidings.integration.workspace;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code workspace}; the first one, {@code default}, comes with the database. */
@Singleton
public final class Workspaces {
  private final TransactionOperations<Connection> transactions;
  private final Clock clock;

  Workspaces(TransactionOperations<Connection> transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @throws InvalidInputException if there is no such workspace: only an administrator, who names
   *     it freely, can be wrong about it
   */
  public void demand(String workspaceId) {
    if (read("WHERE id = ?", workspaceId).isEmpty()) {
      throw new InvalidInputException(
          "tidings-workspace",
          "there is no workspace '%s'; leave it out for the workspace 'default'"
              .formatted(workspaceId));
    }
  }

  /** Makes it unless it is there. */
  Workspace make(String id) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  INSERT INTO workspace (id, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING
                  """)) {
        statement.setString(1, id);
        statement.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
        statement.executeUpdate();
      }
      return read("WHERE id = ?", id).getFirst();
    });
  }

  /**
   * @param after the last workspace of the page before; empty for the first page
   */
  List<Workspace> list(String after, int limit) {
    return read("WHERE id > ? ORDER BY id LIMIT ?", after, limit);
  }

  /**
   * Refuses its keys from now on, or takes them again. One that is disabled already stays so since
   * the same time.
   *
   * @return empty when there is no such workspace
   */
  Optional<Workspace> setDisabled(String id, boolean disabled) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  UPDATE workspace SET disabled_at = CASE WHEN ? THEN coalesce(disabled_at, ?) END
                   WHERE id = ?
                  RETURNING id, created_at, disabled_at
                  """)) {
        statement.setBoolean(1, disabled);
        statement.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
        statement.setString(3, id);
        return workspaces(statement).stream().findFirst();
      }
    });
  }

  private List<Workspace> read(String condition, Object... parameters) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement("SELECT id, created_at, disabled_at FROM workspace " + condition)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        return workspaces(statement);
      }
    });
  }

  private static List<Workspace> workspaces(PreparedStatement statement) throws SQLException {
    List<Workspace> workspaces = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        OffsetDateTime disabledAt = row.getObject("disabled_at", OffsetDateTime.class);
        workspaces.add(
            new Workspace(
                row.getString("id"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                disabledAt == null ? null : disabledAt.toInstant()));
      }
    }
    return workspaces;
  }
}
