package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.OneStatement;
import io.tidings.columns.Columns;
import io.tidings.user.identity.KeyDigests;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is who, for the features that keep something of profiles. Opens nothing of what is sealed.
 */
@Singleton
public final class ProfileDirectory {
  private final TransactionOperations<Connection> transactions;
  private final KeyDigests digests;

  ProfileDirectory(TransactionOperations<Connection> transactions, KeyDigests digests) {
    this.transactions = transactions;
    this.digests = digests;
  }

  /** The id of the selected profile; null where nobody is known by the selector. */
  public @Nullable UUID find(String workspaceId, Selector selector) {
    return find(workspaceId, List.of(selector)).getFirst();
  }

  /** One for each selector, in their order; null where nobody is known by it. */
  public List<@Nullable UUID> find(String workspaceId, List<Selector> selectors) {
    return transactions.execute(OneStatement.READING, _ -> findNow(workspaceId, selectors));
  }

  /**
   * Locks the rows of these profiles until the open transaction ends, in the same order as
   * everybody.
   *
   * @return each by the id that was asked for; one that was absorbed with whom it is part of now,
   *     one that is no more not at all
   */
  public Map<UUID, UUID> lock(String workspaceId, Collection<UUID> ids) throws SQLException {
    Map<UUID, UUID> locked = lockNow(workspaceId, ids);
    Set<UUID> missing = new HashSet<>(ids);
    missing.removeAll(locked.keySet());
    if (!missing.isEmpty()) {
      // Merged while it was waited for: by now it is told into whom.
      locked.putAll(lockNow(workspaceId, missing));
    }
    return locked;
  }

  private List<@Nullable UUID> findNow(String workspaceId, List<Selector> selectors)
      throws SQLException {
    @Nullable UUID[] found = new UUID[selectors.size()];
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                """
                SELECT selected.position, p.id
                  FROM %s
                 CROSS JOIN LATERAL (
                   SELECT id FROM profile
                    WHERE id = selected.profile_id AND workspace_id = ?
                    LIMIT 1) p
                """
                    .formatted(Selection.SQL))) {
      int next = Selection.set(statement, 1, workspaceId, selectors, digests);
      statement.setString(next, workspaceId);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found[rows.getInt(1) - 1] = rows.getObject(2, UUID.class);
        }
      }
    }
    return Arrays.asList(found);
  }

  private Map<UUID, UUID> lockNow(String workspaceId, Collection<UUID> ids) throws SQLException {
    Map<UUID, UUID> locked = new HashMap<>();
    if (ids.isEmpty()) {
      return locked;
    }
    Connection connection = transactions.getConnection();
    try (var statement =
        connection.prepareStatement(
            """
            SELECT asked.id, p.id
              FROM unnest(?::uuid[]) AS asked (id)
              LEFT JOIN merged_profile m ON m.workspace_id = ? AND m.id = asked.id
              JOIN profile p ON p.workspace_id = ? AND p.id = coalesce(m.profile_id, asked.id)
             ORDER BY p.id
               FOR NO KEY UPDATE OF p
            """)) {
      statement.setArray(1, Columns.uuids(connection, ids));
      statement.setString(2, workspaceId);
      statement.setString(3, workspaceId);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          locked.put(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class));
        }
      }
    }
    return locked;
  }
}
