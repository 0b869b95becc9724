package io.tidings.typing;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of types. Runs in the transaction of the caller, one statement a method. */
@Singleton
final class SchemaRepository {
  private static final String COLUMNS = "scope, name, type, defined_at, changed_at";

  private final TransactionOperations<Connection> transactions;

  SchemaRepository(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** A name that is to have a type, unless it has one. */
  record Offer(String scope, String name, ValueType type) {}

  /** A definition and whose it is. */
  record News(String workspaceId, Definition definition) {}

  List<Definition> all(String workspaceId) throws SQLException {
    try (var select = prepare("SELECT " + COLUMNS + " FROM value_type WHERE workspace_id = ?")) {
      select.setString(1, workspaceId);
      return definitions(select);
    }
  }

  /** Those of one scope in the order of their names, after one of them. */
  List<Definition> page(String workspaceId, String scope, String after, int size)
      throws SQLException {
    try (var select =
        prepare(
            """
            SELECT scope, name, type, defined_at, changed_at FROM value_type
             WHERE workspace_id = ? AND scope = ? AND name > ?
             ORDER BY name LIMIT ?
            """)) {
      select.setString(1, workspaceId);
      select.setString(2, scope);
      select.setString(3, after);
      select.setInt(4, size);
      return definitions(select);
    }
  }

  /** What changed within the given time, in any of these workspaces. */
  List<News> changed(Collection<String> workspaceIds, Duration within) throws SQLException {
    try (var select =
        prepare(
            """
            SELECT scope, name, type, defined_at, changed_at, workspace_id FROM value_type
             WHERE workspace_id = ANY (?)
               AND changed_at > now() - ? * interval '1 millisecond'
            """)) {
      select.setArray(1, Columns.texts(select.getConnection(), workspaceIds));
      select.setLong(2, within.toMillis());
      List<News> news = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          news.add(new News(rows.getString(6), definition(rows)));
        }
      }
      return news;
    }
  }

  /**
   * Defines those names that nobody has defined, waiting for whoever is defining one of them. All
   * in one order, so that nobody waits in a circle.
   */
  void insert(String workspaceId, Collection<Offer> offers) throws SQLException {
    try (var insert =
        prepare(
            """
            INSERT INTO value_type (workspace_id, scope, name, type)
            SELECT ?, scope, name, type
              FROM unnest(?::text[], ?::text[], ?::text[]) AS offered (scope, name, type)
             ORDER BY scope, name
                ON CONFLICT DO NOTHING
            """)) {
      insert.setString(1, workspaceId);
      insert.setArray(2, Columns.texts(insert.getConnection(), offers, Offer::scope));
      insert.setArray(3, Columns.texts(insert.getConnection(), offers, Offer::name));
      insert.setArray(
          4, Columns.texts(insert.getConnection(), offers, offer -> offer.type().text()));
      insert.executeUpdate();
    }
  }

  /** What of these is defined, by whomever. */
  List<Definition> find(String workspaceId, Collection<Offer> offers) throws SQLException {
    try (var select =
        prepare(
            """
            SELECT t.scope, t.name, t.type, t.defined_at, t.changed_at
              FROM unnest(?::text[], ?::text[]) AS asked (scope, name)
              JOIN value_type t
                ON t.workspace_id = ? AND t.scope = asked.scope AND t.name = asked.name
            """)) {
      select.setArray(1, Columns.texts(select.getConnection(), offers, Offer::scope));
      select.setArray(2, Columns.texts(select.getConnection(), offers, Offer::name));
      select.setString(3, workspaceId);
      return definitions(select);
    }
  }

  /** Gives a name another type; null where nobody defined it. */
  @Nullable Definition change(String workspaceId, String scope, String name, ValueType type)
      throws SQLException {
    try (var update =
        prepare(
            """
            UPDATE value_type SET type = ?, changed_at = now()
             WHERE workspace_id = ? AND scope = ? AND name = ?
            RETURNING scope, name, type, defined_at, changed_at
            """)) {
      update.setString(1, type.text());
      update.setString(2, workspaceId);
      update.setString(3, scope);
      update.setString(4, name);
      List<Definition> changed = definitions(update);
      return changed.isEmpty() ? null : changed.getFirst();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return transactions.getConnection().prepareStatement(sql);
  }

  private static List<Definition> definitions(PreparedStatement statement) throws SQLException {
    List<Definition> definitions = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        definitions.add(definition(rows));
      }
    }
    return definitions;
  }

  private static Definition definition(ResultSet row) throws SQLException {
    return new Definition(
        row.getString(1),
        row.getString(2),
        ValueType.parse(row.getString(3)),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }
}
