package io.tidings.user.preference;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.user.profile.Changes;
import io.tidings.user.profile.ProfileDirectory;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who is subscribed to which topic. */
@Singleton
final class Subscriptions {
  private final TransactionOperations<Connection> transactions;
  private final Changes changes;
  private final ProfileDirectory directory;
  private final Clock clock;

  Subscriptions(
      TransactionOperations<Connection> transactions,
      Changes changes,
      ProfileDirectory directory,
      Clock clock) {
    this.transactions = transactions;
    this.changes = changes;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Subscribes users, or gives those who are subscribed other channels.
   *
   * @param channels by profile; none: all
   * @return how many are subscribed by it
   */
  int subscribe(String workspaceId, Label topic, Map<UUID, List<String>> channels) {
    return changes.inTransaction(() -> {
      Map<UUID, UUID> users = directory.lock(workspaceId, channels.keySet());
      Map<UUID, List<String>> live = new LinkedHashMap<>();
      channels.forEach((asked, wanted) -> {
        UUID user = users.get(asked);
        if (user != null) {
          live.put(user, wanted);
        }
      });
      return insert(workspaceId, topic, live);
    });
  }

  /**
   * @return how many were subscribed
   */
  int unsubscribe(String workspaceId, Label topic, Collection<UUID> profileIds) {
    return changes.inTransaction(() -> {
      Collection<UUID> users = directory.lock(workspaceId, profileIds).values();
      try (var statement =
          connection()
              .prepareStatement(
                  """
                  DELETE FROM subscription
                   WHERE workspace_id = ? AND topic_id = ? AND profile_id = ANY (?::uuid[])
                  """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, topic.id());
        statement.setArray(3, Columns.uuids(connection(), users));
        return statement.executeUpdate();
      }
    });
  }

  /** The subscribers that follow in the order of the users' creation. */
  List<Subscription> ofTopic(String workspaceId, UUID topicId, UUID after, int limit) {
    return transactions.executeRead(
        _ -> page("topic_id", "profile_id", workspaceId, topicId, after, limit));
  }

  /** What a user is subscribed to, as it follows in the order of the topics' creation. */
  List<Subscription> ofProfile(String workspaceId, UUID profileId, UUID after, int limit) {
    return transactions.executeRead(
        _ -> page("profile_id", "topic_id", workspaceId, profileId, after, limit));
  }

  /**
   * What each of the users is subscribed to, at most {@code limit} each, the oldest topics first.
   */
  List<Subscription> ofProfiles(String workspaceId, Collection<UUID> profileIds, int limit) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT s.profile_id, s.topic_id, s.channels, s.subscribed_at
                    FROM unnest(?::uuid[]) AS asked (profile_id)
                   CROSS JOIN LATERAL (
                         SELECT profile_id, topic_id, channels, subscribed_at FROM subscription
                          WHERE workspace_id = ? AND profile_id = asked.profile_id
                          ORDER BY topic_id
                          LIMIT ?) AS s
                  """)) {
        statement.setArray(1, Columns.uuids(status.getConnection(), profileIds));
        statement.setString(2, workspaceId);
        statement.setInt(3, limit);
        return read(statement);
      }
    });
  }

  private int insert(String workspaceId, Label topic, Map<UUID, List<String>> channels)
      throws SQLException {
    try (var statement =
        connection()
            .prepareStatement(
                """
                INSERT INTO subscription (workspace_id, profile_id, topic_id, channels,
                                          subscribed_at)
                SELECT t.workspace_id, told.profile_id, t.id,
                       string_to_array(told.channels, ','), ?
                  FROM unnest(?::uuid[], ?::text[]) AS told (profile_id, channels)
                  JOIN topic t ON t.workspace_id = ? AND t.id = ?
                    ON CONFLICT (workspace_id, profile_id, topic_id) DO UPDATE
                   SET channels = excluded.channels, subscribed_at = excluded.subscribed_at
                """)) {
      statement.setObject(1, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      statement.setArray(2, Columns.uuids(connection(), channels.keySet()));
      statement.setArray(
          3, Columns.texts(connection(), channels.values(), it -> String.join(",", it)));
      statement.setString(4, workspaceId);
      statement.setObject(5, topic.id());
      return statement.executeUpdate();
    }
  }

  private List<Subscription> page(
      String of, String by, String workspaceId, UUID id, UUID after, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection()
            .prepareStatement(
                """
                SELECT profile_id, topic_id, channels, subscribed_at FROM subscription
                 WHERE workspace_id = ? AND %1$s = ? AND %2$s > ?
                 ORDER BY %2$s
                 LIMIT ?
                """
                    .formatted(of, by))) {
      statement.setString(1, workspaceId);
      statement.setObject(2, id);
      statement.setObject(3, after);
      statement.setInt(4, limit);
      return read(statement);
    }
  }

  private static List<Subscription> read(PreparedStatement statement) throws SQLException {
    List<Subscription> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Subscription(
                rows.getObject(1, UUID.class),
                rows.getObject(2, UUID.class),
                texts(rows.getArray(3)),
                rows.getObject(4, OffsetDateTime.class).toInstant()));
      }
    }
    return found;
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }

  private Connection connection() {
    return transactions.getConnection();
  }
}
