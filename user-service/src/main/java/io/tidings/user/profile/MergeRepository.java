package io.tidings.user.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.secrets.Secrets;
import io.tidings.user.identity.Identifier;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of merges. Runs in the transaction of the caller, one statement a method. */
@Singleton
final class MergeRepository {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;

  MergeRepository(TransactionOperations<Connection> transactions, Secrets secrets) {
    this.transactions = transactions;
    this.secrets = secrets;
  }

  void add(String workspaceId, List<Merge> merges, Instant at) throws SQLException {
    if (merges.isEmpty()) {
      return;
    }
    List<RecordedMerge> recorded =
        merges.stream().map(merge -> new RecordedMerge(IDS.generate(), merge, at)).toList();
    try (var insert =
        connection()
            .prepareStatement(
                """
                INSERT INTO profile_merge (workspace_id, id, absorbed_id, profile_id, merged_at, cause,
                                           identifier_type, identifier_value)
                SELECT ?, id, absorbed_id, profile_id, ?, cause, identifier_type, identifier_value
                  FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bytea[])
                    AS row (id, absorbed_id, profile_id, cause, identifier_type, identifier_value)
                """)) {
      insert.setString(1, workspaceId);
      insert.setObject(2, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
      insert.setArray(3, Columns.uuids(connection(), recorded, RecordedMerge::id));
      insert.setArray(4, Columns.uuids(connection(), recorded, each -> each.merge().absorbed()));
      insert.setArray(5, Columns.uuids(connection(), recorded, each -> each.merge().into()));
      insert.setArray(
          6, Columns.texts(connection(), recorded, each -> each.merge().cause().name()));
      insert.setArray(7, Columns.texts(connection(), recorded, each -> each.merge().by().type()));
      insert.setArray(8, Columns.bytes(connection(), recorded, each -> sealed(workspaceId, each)));
      insert.executeUpdate();
    }
  }

  /** The latest first. */
  List<RecordedMerge> page(String workspaceId, @Nullable UUID before, int size)
      throws SQLException {
    try (var select =
        connection()
            .prepareStatement(
                """
                SELECT * FROM profile_merge
                 WHERE workspace_id = ?
                   AND id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                 ORDER BY id DESC LIMIT ?
                """)) {
      select.setString(1, workspaceId);
      select.setObject(2, before);
      select.setInt(3, size);
      return merges(workspaceId, select);
    }
  }

  /** Those of profiles that lead to this one, the latest first. */
  List<RecordedMerge> page(String workspaceId, UUID profileId, @Nullable UUID before, int size)
      throws SQLException {
    try (var select =
        connection()
            .prepareStatement(
                """
                SELECT m.* FROM merged_profile led
                  JOIN profile_merge m
                    ON m.workspace_id = led.workspace_id AND m.absorbed_id = led.id
                 WHERE led.workspace_id = ? AND led.profile_id = ?
                   AND m.id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                 ORDER BY m.id DESC LIMIT ?
                """)) {
      select.setString(1, workspaceId);
      select.setObject(2, profileId);
      select.setObject(3, before);
      select.setInt(4, size);
      return merges(workspaceId, select);
    }
  }

  private List<RecordedMerge> merges(String workspaceId, PreparedStatement select)
      throws SQLException {
    List<RecordedMerge> merges = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        UUID id = row.getObject("id", UUID.class);
        String value =
            new String(
                secrets.open(
                    row.getBytes("identifier_value"),
                    SealedProfiles.mergeContext(workspaceId, id.toString())),
                UTF_8);
        merges.add(
            new RecordedMerge(
                id,
                new Merge(
                    row.getObject("absorbed_id", UUID.class),
                    row.getObject("profile_id", UUID.class),
                    Merge.Cause.valueOf(row.getString("cause")),
                    new Identifier(row.getString("identifier_type"), value)),
                row.getObject("merged_at", OffsetDateTime.class).toInstant()));
      }
    }
    return merges;
  }

  private byte[] sealed(String workspaceId, RecordedMerge merge) {
    return secrets.seal(
        merge.merge().by().value().getBytes(UTF_8),
        SealedProfiles.mergeContext(workspaceId, merge.id().toString()));
  }

  private Connection connection() {
    return transactions.getConnection();
  }
}
