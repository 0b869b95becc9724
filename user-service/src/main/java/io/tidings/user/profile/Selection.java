package io.tidings.user.profile;

import io.tidings.columns.Columns;
import io.tidings.user.identity.KeyDigests;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The profiles that are selected, as a part of a query. */
final class Selection {
  /** The id of each, by the position of its selector; an absorbed one's is that of its heir. */
  static final String SQL =
      """
      (SELECT asked.position, coalesce(i.profile_id, m.profile_id, asked.id) AS profile_id
         FROM unnest(?::uuid[], ?::text[], ?::bytea[])
           WITH ORDINALITY AS asked (id, type, digest, position)
         LEFT JOIN LATERAL (
           SELECT profile_id FROM identifier
            WHERE workspace_id = ? AND type = asked.type AND digest = asked.digest
            LIMIT 1) i ON true
         LEFT JOIN LATERAL (
           SELECT profile_id FROM merged_profile
            WHERE workspace_id = ? AND id = asked.id
            LIMIT 1) m ON true) AS selected
      """;

  private Selection() {}

  /**
   * Sets what it asks for.
   *
   * @param from the first of its parameters
   * @return the one after its last
   */
  static int set(
      PreparedStatement statement,
      int from,
      String workspaceId,
      List<Selector> selectors,
      KeyDigests digests)
      throws SQLException {
    var connection = statement.getConnection();
    int next = from;
    statement.setArray(next++, Columns.uuids(connection, selectors, Selector::id));
    statement.setArray(
        next++,
        Columns.texts(connection, selectors, it -> it.key() == null ? null : it.key().type()));
    statement.setArray(
        next++,
        Columns.bytes(
            connection,
            selectors,
            it -> it.key() == null ? null : digests.of(workspaceId, it.key())));
    statement.setString(next++, workspaceId);
    statement.setString(next++, workspaceId);
    return next;
  }
}
