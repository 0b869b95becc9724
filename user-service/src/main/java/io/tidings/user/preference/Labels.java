package io.tidings.user.preference;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.user.RefusedException;
import io.tidings.user.preference.Label.Kind;
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
import java.util.UUID;

/** The categories and topics of a workspace. */
@Singleton
final class Labels {
  /** So that all of them can be told with a user's preferences. */
  static final int MAX_CATEGORIES = 1000;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final TransactionOperations<Connection> transactions;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  Labels(TransactionOperations<Connection> transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The label with that identifier, made where it is not there; it has that name from now on.
   *
   * @throws RefusedException where it is no text for a label, or there is no room for one more
   */
  Label put(String workspaceId, Kind kind, String identifier, String name) throws RefusedException {
    checkText("identifier", identifier);
    checkText("name", name);
    if (kind == Kind.CATEGORY
        && find(workspaceId, kind, identifier).isEmpty()
        && page(workspaceId, kind, BEFORE_ALL, MAX_CATEGORIES).size() == MAX_CATEGORIES) {
      throw new RefusedException(
          "identifier",
          "this workspace has %d categories, which is as many as there can be; delete one first"
              .formatted(MAX_CATEGORIES));
    }
    return transactions
        .executeWrite(_ ->
            query(
                """
                INSERT INTO %s AS known (workspace_id, id, identifier, name, created_at)
                VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (workspace_id, identifier) DO UPDATE SET name = excluded.name
                RETURNING id, identifier, name, created_at
                """,
                kind,
                workspaceId,
                ids.generate(),
                identifier,
                name,
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)))
        .getFirst();
  }

  /**
   * @param reference its id or its identifier; where one's id is another's identifier, the
   *     identifier counts
   */
  Optional<Label> find(String workspaceId, Kind kind, String reference) {
    return transactions.executeRead(_ -> findNow(workspaceId, kind, reference)).stream()
        .findFirst();
  }

  /** Those that have these ids, in no order. */
  List<Label> find(String workspaceId, Kind kind, List<UUID> labelIds) {
    return transactions.executeRead(_ ->
        query(
            """
            SELECT id, identifier, name, created_at FROM %s
             WHERE workspace_id = ? AND id = ANY (?::uuid[])
            """,
            kind, workspaceId, Columns.uuids(transactions.getConnection(), labelIds)));
  }

  /** The labels that follow in the order of their creation. */
  List<Label> page(String workspaceId, Kind kind, UUID after, int size) {
    return transactions.executeRead(_ ->
        query(
            """
            SELECT id, identifier, name, created_at FROM %s
             WHERE workspace_id = ? AND id > ?
             ORDER BY id
             LIMIT ?
            """,
            kind, workspaceId, after, size));
  }

  /** All categories, in the order of their creation. */
  List<Label> categories(String workspaceId) {
    return page(workspaceId, Kind.CATEGORY, BEFORE_ALL, MAX_CATEGORIES);
  }

  /**
   * @return whether there was one
   */
  boolean delete(String workspaceId, Label label, Kind kind) {
    return !transactions
        .executeWrite(_ ->
            query(
                """
                DELETE FROM %s WHERE workspace_id = ? AND id = ?
                RETURNING id, identifier, name, created_at
                """,
                kind, workspaceId, label.id()))
        .isEmpty();
  }

  private List<Label> findNow(String workspaceId, Kind kind, String reference) throws SQLException {
    return query(
        """
        SELECT id, identifier, name, created_at FROM %s
         WHERE workspace_id = ? AND (identifier = ? OR id = ?)
         ORDER BY identifier = ? DESC
         LIMIT 1
        """,
        kind, workspaceId, reference, uuid(reference), reference);
  }

  private List<Label> query(String sql, Kind kind, Object... parameters) throws SQLException {
    try (PreparedStatement statement =
        transactions.getConnection().prepareStatement(sql.formatted(kind.table()))) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<Label> labels = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          labels.add(
              new Label(
                  rows.getObject(1, UUID.class),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getObject(4, OffsetDateTime.class).toInstant()));
        }
      }
      return labels;
    }
  }

  /** The id that the text is; one that nothing has where it is none. */
  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      return BEFORE_ALL;
    }
  }

  private static void checkText(String field, String text) throws RefusedException {
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new RefusedException(
          field,
          "%s is blank or contains a NUL character; give a text that can be read".formatted(field));
    }
  }
}
