package io.tidings.segment.membership;

import io.tidings.segment.sql.Column;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.verdict.Verdict;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Memberships as they are kept: of members, of those who were, and of those whom time will move.
 */
@Singleton
final class MembershipRepository {
  private final Database database;
  private final DueMoments dueMoments;

  MembershipRepository(Database database, DueMoments dueMoments) {
    this.database = database;
    this.dueMoments = dueMoments;
  }

  /** Those of the candidates that there are. */
  List<Membership> of(List<Candidate> candidates) {
    return database.list(
        Sql.of(
            """
            SELECT m.workspace_id, m.segment_id, m.profile_id, m.member, m.entry_number,
                   m.entered_millis, m.due_millis
              FROM unnest(?::text[], ?::uuid[], ?::uuid[])
                     AS c (workspace_id, segment_id, profile_id)
             CROSS JOIN LATERAL (
               SELECT * FROM membership
                WHERE workspace_id = c.workspace_id AND segment_id = c.segment_id
                  AND profile_id = c.profile_id
                LIMIT 1) m
            """,
            Column.texts(candidates, each -> each.segment().workspaceId()),
            Column.ids(candidates, each -> each.segment().id()),
            Column.ids(candidates, each -> each.profile().key().profileId())),
        MembershipRepository::read);
  }

  void write(List<Membership> memberships) {
    if (!memberships.isEmpty()) {
      database.update(
          Sql.of(
              """
              INSERT INTO membership (workspace_id, segment_id, profile_id, member, entry_number,
                                      entered_millis, due_millis)
              SELECT * FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::boolean[], ?::bigint[],
                                   ?::bigint[], ?::bigint[])
              ON CONFLICT (segment_id, profile_id) DO UPDATE
                 SET member = excluded.member, entry_number = excluded.entry_number,
                     entered_millis = excluded.entered_millis, due_millis = excluded.due_millis
              """,
              Column.texts(memberships, Membership::workspaceId),
              Column.ids(memberships, Membership::segmentId),
              Column.ids(memberships, Membership::profileId),
              Column.flags(memberships, Membership::member),
              Column.longs(memberships, Membership::entryNumber),
              Column.longs(memberships, Membership::enteredMillis),
              Column.longs(memberships, each -> due(each.dueMillis()))));
      dueMoments.noted(memberships);
    }
  }

  /** Removes all that is left of profiles that are no more. */
  void remove(List<Membership> memberships) {
    if (!memberships.isEmpty()) {
      database.update(
          Sql.of(
              """
              DELETE FROM membership m
               USING unnest(?::text[], ?::uuid[], ?::uuid[])
                       AS g (workspace_id, segment_id, profile_id)
               WHERE m.workspace_id = g.workspace_id AND m.segment_id = g.segment_id
                 AND m.profile_id = g.profile_id
              """,
              Column.texts(memberships, Membership::workspaceId),
              Column.ids(memberships, Membership::segmentId),
              Column.ids(memberships, Membership::profileId)));
    }
  }

  static @Nullable Long due(long dueMillis) {
    return dueMillis == Verdict.NEVER ? null : dueMillis;
  }

  private static Membership read(ResultSet row) throws SQLException {
    Long due = row.getObject("due_millis", Long.class);
    return new Membership(
        row.getString("workspace_id"),
        row.getObject("segment_id", UUID.class),
        row.getObject("profile_id", UUID.class),
        row.getBoolean("member"),
        row.getLong("entry_number"),
        row.getLong("entered_millis"),
        due == null ? Verdict.NEVER : due);
  }
}
