package io.tidings.segment.removal;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be removed: too much for the transaction that makes it superfluous. */
@Singleton
public final class Removals {
  private final Database database;

  Removals(Database database) {
    this.database = database;
  }

  /** The membership of a segment that is deleted. */
  public void ofSegment(String workspaceId, UUID segmentId) {
    database.update(
        Sql.of(
            "INSERT INTO removal (workspace_id, segment_id) VALUES (?, ?)",
            workspaceId,
            segmentId));
  }

  /** The events of a name that is tracked no more. */
  void ofEvent(String workspaceId, int eventId) {
    database.update(
        Sql.of("INSERT INTO removal (workspace_id, event_id) VALUES (?, ?)", workspaceId, eventId));
  }

  /** Removes some rows; false when there is nothing to remove. */
  boolean removeSome(int atMost) {
    Optional<Pending> pending =
        database.first(
            Sql.of(
                """
                SELECT removal_id, workspace_id, segment_id, event_id FROM removal
                 ORDER BY removal_id LIMIT 1
                   FOR UPDATE SKIP LOCKED
                """),
            row ->
                new Pending(
                    row.getLong("removal_id"),
                    row.getString("workspace_id"),
                    row.getObject("segment_id", UUID.class),
                    row.getObject("event_id", Integer.class)));
    pending.ifPresent(each -> {
      if (database.update(each.delete(atMost)) < atMost) {
        database.update(Sql.of("DELETE FROM removal WHERE removal_id = ?", each.id()));
      }
    });
    return pending.isPresent();
  }

  private record Pending(
      long id, String workspaceId, @Nullable UUID segmentId, @Nullable Integer eventId) {

    Sql delete(int atMost) {
      return segmentId != null
          ? rows("membership", "segment_id", segmentId, atMost)
          : rows("event", "event_id", eventId, atMost);
    }

    private Sql rows(String table, String column, @Nullable Object value, int atMost) {
      return Sql.of(
          """
          DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                 SELECT ctid FROM %1$s WHERE workspace_id = ? AND %2$s = ? LIMIT ?))
          """
              .formatted(table, column),
          workspaceId,
          value,
          atMost);
    }
  }
}
