package io.tidings.segment.membership;

import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.sql.Column;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Profiles that changed while a segment was computed over everyone. The computation may have seen
 * them as they were or as they are; at its end they are decided anew.
 */
@Singleton
public final class TouchedProfiles {
  private final Database database;

  TouchedProfiles(Database database) {
    this.database = database;
  }

  /** Notes candidates, whose profiles are locked. */
  public void add(List<Candidate> candidates) {
    if (!candidates.isEmpty()) {
      List<Candidate> ordered =
          candidates.stream()
              .sorted(
                  Comparator.comparing((Candidate each) -> each.segment().id())
                      .thenComparing(each -> each.profile().key()))
              .toList();
      database.update(
          Sql.of(
              """
              INSERT INTO touched_profile (workspace_id, segment_id, profile_id)
              SELECT * FROM unnest(?::text[], ?::uuid[], ?::uuid[])
              ON CONFLICT DO NOTHING
              """,
              Column.texts(ordered, each -> each.segment().workspaceId()),
              Column.ids(ordered, each -> each.segment().id()),
              Column.ids(ordered, each -> each.profile().key().profileId())));
    }
  }

  /** Some of those noted. */
  public List<ProfileKey> some(Segment segment, int atMost) {
    return database.list(
        Sql.of(
            """
            SELECT workspace_id, profile_id FROM touched_profile
             WHERE workspace_id = ? AND segment_id = ?
             ORDER BY profile_id LIMIT ?
            """,
            segment.workspaceId(),
            segment.id(),
            atMost),
        row ->
            new ProfileKey(row.getString("workspace_id"), row.getObject("profile_id", UUID.class)));
  }

  /** Forgets these, whose profiles are locked. */
  public void remove(Segment segment, List<ProfileKey> keys) {
    database.update(
        Sql.of(
            """
            DELETE FROM touched_profile
             WHERE workspace_id = ? AND segment_id = ? AND profile_id = ANY (?)
            """,
            segment.workspaceId(),
            segment.id(),
            (Object) Column.ids(keys, ProfileKey::profileId)));
  }

  public void removeAll(Segment segment) {
    database.update(
        Sql.of(
            "DELETE FROM touched_profile WHERE workspace_id = ? AND segment_id = ?",
            segment.workspaceId(),
            segment.id()));
  }
}
