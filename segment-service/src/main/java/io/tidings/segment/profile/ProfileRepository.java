package io.tidings.segment.profile;

import io.micronaut.data.exceptions.DataAccessException;
import io.tidings.segment.sql.Column;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Profiles as they are kept. Whoever holds a profile's lock has it alone until it commits. */
@Singleton
public final class ProfileRepository {
  private static final String FIELDS =
      """
      (SELECT * FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::jsonb[], ?::jsonb[], ?::uuid[],
                            ?::boolean[])
         AS f (workspace_id, profile_id, version, attributes, stamps, merged_into, erased))\
      """;

  private final Database database;

  ProfileRepository(Database database) {
    this.database = database;
  }

  /** Those of them that there are, locked. */
  public Map<ProfileKey, Profile> lock(Collection<ProfileKey> keys) {
    List<ProfileKey> ordered = keys.stream().sorted().distinct().toList();
    Map<ProfileKey, Profile> found = new HashMap<>();
    database
        .list(
            Sql.of(
                """
                SELECT p.workspace_id, p.profile_id, p.version, p.attributes, p.stamps,
                       p.merged_into, p.erased
                  FROM unnest(?::text[], ?::uuid[]) AS k (workspace_id, profile_id)
                 CROSS JOIN LATERAL (
                   SELECT * FROM profile
                    WHERE workspace_id = k.workspace_id AND profile_id = k.profile_id
                      FOR NO KEY UPDATE) p
                """,
                Column.texts(ordered, ProfileKey::workspaceId),
                Column.ids(ordered, ProfileKey::profileId)),
            ProfileRepository::read)
        .forEach(profile -> found.put(profile.key(), profile));
    return found;
  }

  /** Writes profiles that {@link #lock} did not find. */
  public void insert(Collection<Profile> profiles) {
    if (profiles.isEmpty()) {
      return;
    }
    int inserted =
        database.update(
            Sql.of(
                    """
                    INSERT INTO profile (workspace_id, profile_id, version, attributes, stamps,
                                         merged_into, erased)
                    SELECT * FROM
                    """)
                .plus(fields(profiles))
                .plus(" ORDER BY workspace_id, profile_id ON CONFLICT DO NOTHING"));
    if (inserted != profiles.size()) {
      throw new DataAccessException(
          "another transaction made the same profile; with its lock this one succeeds",
          new SQLTransactionRollbackException("profile made meanwhile", "40001"));
    }
  }

  /** Writes profiles that are locked. */
  public void update(Collection<Profile> profiles) {
    if (!profiles.isEmpty()) {
      database.update(
          Sql.of(
                  """
                  UPDATE profile p
                     SET version = f.version, attributes = f.attributes, stamps = f.stamps,
                         merged_into = f.merged_into, erased = f.erased
                    FROM
                  """)
              .plus(fields(profiles))
              .plus(" f WHERE p.workspace_id = f.workspace_id AND p.profile_id = f.profile_id"));
    }
  }

  /** Whoever was merged into the one is merged into the other: following it takes one step. */
  public void redirect(ProfileKey from, UUID to) {
    database.update(
        Sql.of(
            "UPDATE profile SET merged_into = ? WHERE workspace_id = ? AND merged_into = ?",
            to,
            from.workspaceId(),
            from.profileId()));
  }

  private static Sql fields(Collection<Profile> profiles) {
    return Sql.of(
        FIELDS,
        Column.texts(profiles, profile -> profile.key().workspaceId()),
        Column.ids(profiles, profile -> profile.key().profileId()),
        Column.longs(profiles, Profile::version),
        Column.texts(profiles, profile -> FieldValueJson.write(profile.attributes())),
        Column.texts(profiles, ProfileRepository::stamps),
        Column.ids(profiles, Profile::mergedInto),
        Column.flags(profiles, Profile::erased));
  }

  private static String stamps(Profile profile) {
    Map<String, FieldValue> stamps = new HashMap<>();
    profile.stamps().forEach((name, stamp) -> stamps.put(name, new FieldValue.Text(stamp.text())));
    return FieldValueJson.write(stamps);
  }

  private static Profile read(ResultSet row) throws SQLException {
    Map<String, Stamp> stamps = new HashMap<>();
    FieldValueJson.readFields(row.getString("stamps"))
        .forEach((name, value) -> {
          if (value instanceof FieldValue.Text(var text)) {
            stamps.put(name, Stamp.parse(text));
          }
        });
    return new Profile(
        new ProfileKey(row.getString("workspace_id"), row.getObject("profile_id", UUID.class)),
        row.getLong("version"),
        FieldValueJson.readFields(row.getString("attributes")),
        stamps,
        row.getObject("merged_into", UUID.class),
        row.getBoolean("erased"));
  }
}
