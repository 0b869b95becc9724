package io.tidings.user.attribute;

import io.tidings.rpc.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The holders that follow in the order of their creation, as a query. */
public final class HolderPage {
  private HolderPage() {}

  /** Makes of a row what it holds. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row, byte[] document) throws SQLException;
  }

  /**
   * At most so many, and no more than is read at once.
   *
   * @param table of holders, with the columns workspace_id, id and document
   * @param after whom they follow; null for the first
   */
  public static <T extends AttributeHolder> Part<T> of(
      Connection connection,
      String table,
      String workspaceId,
      @Nullable UUID after,
      int size,
      Reader<T> reader)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT * FROM (
              SELECT *, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS following,
                     sum(octet_length(document)) OVER (ORDER BY id) AS bytes
                FROM (SELECT * FROM %s
                       WHERE workspace_id = ?
                         AND id > coalesce(?::uuid, '00000000-0000-0000-0000-000000000000')
                       ORDER BY id
                       LIMIT ? + 1) next) bounded
             WHERE place <= ? AND (bytes <= ? OR place = 1)
             ORDER BY id
            """
                .formatted(table))) {
      statement.setString(1, workspaceId);
      statement.setObject(2, after);
      statement.setInt(3, size);
      statement.setInt(4, size);
      statement.setInt(5, AttributeHolder.BYTES_AT_ONCE);
      List<T> page = new ArrayList<>();
      long following = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          page.add(reader.read(rows, rows.getBytes("document")));
          following = rows.getLong("following");
        }
      }
      return new Part<>(page, page.size() == following);
    }
  }
}
