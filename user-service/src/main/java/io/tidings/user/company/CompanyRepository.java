package io.tidings.user.company;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.rpc.Part;
import io.tidings.secrets.Secrets;
import io.tidings.user.Found;
import io.tidings.user.attribute.HolderPage;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.KeyDigests;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Companies in the database. Runs in the transaction of the caller, one statement a method. */
@Singleton
final class CompanyRepository {
  /** How long a row is held: against other writers, or only against its removal. */
  enum Hold {
    TO_WRITE("FOR NO KEY UPDATE"),
    TO_REFER("FOR KEY SHARE");

    private final String sql;

    Hold(String sql) {
      this.sql = sql;
    }
  }

  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;
  private final KeyDigests digests;

  CompanyRepository(
      TransactionOperations<Connection> transactions, Secrets secrets, KeyDigests digests) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.digests = digests;
  }

  /**
   * The companies with these group ids, each held until the transaction ends, in the same order by
   * everybody. Those that are not known are missing.
   */
  Map<String, Company> hold(String workspaceId, Collection<String> groupIds, Hold hold)
      throws SQLException {
    Map<String, Company> companies = new HashMap<>();
    if (groupIds.isEmpty()) {
      return companies;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT c.* FROM company c
                 WHERE c.workspace_id = ? AND c.digest = ANY (?::bytea[])
                 ORDER BY c.digest
                """
                    + hold.sql)) {
      statement.setString(1, workspaceId);
      statement.setArray(
          2, Columns.bytes(connection(), groupIds, groupId -> digest(workspaceId, groupId)));
      for (Company company : companies(workspaceId, statement)) {
        companies.put(company.groupId(), company);
      }
    }
    return companies;
  }

  /**
   * Writes companies that nobody knew. Where another transaction is writing one of them, waits for
   * its end.
   *
   * @return false where one of them is known by now; then the transaction is to be rolled back
   */
  boolean create(String workspaceId, List<Company> companies) throws SQLException {
    return companies.isEmpty()
        || write(
                """
                INSERT INTO company (workspace_id, id, digest, document, version, created_at,
                                     updated_at)
                SELECT ?, id, digest, document, version, created_at, updated_at
                  FROM unnest(?::uuid[], ?::bytea[], ?::bytea[], ?::bigint[], ?::timestamptz[],
                              ?::timestamptz[])
                    AS row (id, digest, document, version, created_at, updated_at)
                 ORDER BY digest
                    ON CONFLICT (workspace_id, digest) DO NOTHING
                """,
                workspaceId,
                companies)
            == companies.size();
  }

  /** Writes companies that are held to be written. */
  void save(String workspaceId, List<Company> companies) throws SQLException {
    if (!companies.isEmpty()) {
      write(
          """
          UPDATE company c
             SET document = row.document, version = row.version, updated_at = row.updated_at
            FROM (SELECT ?::text AS workspace_id, * FROM unnest(
                    ?::uuid[], ?::bytea[], ?::bytea[], ?::bigint[], ?::timestamptz[],
                    ?::timestamptz[])
                    AS row (id, digest, document, version, created_at, updated_at)) row
           WHERE c.workspace_id = row.workspace_id AND c.id = row.id
          """,
          workspaceId,
          companies);
    }
  }

  void delete(String workspaceId, UUID id) throws SQLException {
    try (var statement =
        connection().prepareStatement("DELETE FROM company WHERE workspace_id = ? AND id = ?")) {
      statement.setString(1, workspaceId);
      statement.setObject(2, id);
      statement.executeUpdate();
    }
  }

  /**
   * The selected companies, each in its selector's place. Those that would be more than is read at
   * once are left out, the first never.
   */
  List<Found<Company>> find(String workspaceId, List<CompanySelector> selectors)
      throws SQLException {
    List<Found<Company>> found =
        new ArrayList<>(Collections.nCopies(selectors.size(), Found.nothing()));
    try (var statement =
        connection()
            .prepareStatement(
                """
                WITH asked AS (
                  SELECT * FROM unnest(?::uuid[], ?::bytea[])
                    WITH ORDINALITY AS asked (id, digest, position)
                ), found AS (
                  SELECT c.*, asked.position FROM asked
                    JOIN company c ON c.workspace_id = ? AND c.id = asked.id
                  UNION ALL
                  SELECT c.*, asked.position FROM asked
                    JOIN company c ON c.workspace_id = ? AND c.digest = asked.digest
                )
                SELECT id, version, created_at, updated_at, position,
                       CASE WHEN bytes <= ? OR place = 1 THEN document END AS document
                  FROM (
                    SELECT *, row_number() OVER (ORDER BY position) AS place,
                           sum(octet_length(document)) OVER (ORDER BY position) AS bytes
                      FROM found) found
                """)) {
      statement.setArray(1, Columns.uuids(connection(), selectors, CompanyRepository::id));
      statement.setArray(
          2,
          Columns.bytes(
              connection(),
              selectors,
              selector ->
                  selector instanceof CompanySelector.ByGroupId(String groupId)
                      ? digest(workspaceId, groupId)
                      : null));
      statement.setString(3, workspaceId);
      statement.setString(4, workspaceId);
      statement.setInt(5, Company.BYTES_AT_ONCE);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] document = rows.getBytes("document");
          found.set(
              rows.getInt("position") - 1,
              document == null
                  ? new Found<>(null, true)
                  : new Found<>(company(workspaceId, rows, document), false));
        }
      }
    }
    return found;
  }

  /**
   * The companies that follow in the order of their creation: at most so many, and no more than is
   * read at once.
   */
  Part<Company> page(String workspaceId, @Nullable UUID after, int size) throws SQLException {
    return HolderPage.of(
        connection(),
        "company",
        workspaceId,
        after,
        size,
        (row, document) -> company(workspaceId, row, document));
  }

  private int write(String sql, String workspaceId, List<Company> companies) throws SQLException {
    try (var statement = connection().prepareStatement(sql)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection(), companies, Company::id));
      statement.setArray(
          3,
          Columns.bytes(
              connection(), companies, company -> digest(workspaceId, company.groupId())));
      statement.setArray(
          4,
          Columns.bytes(
              connection(),
              companies,
              company ->
                  secrets.seal(
                      CompanyCodec.document(company),
                      SealedCompanies.context(workspaceId, company.id().toString()))));
      statement.setArray(5, Columns.numbers(connection(), companies, Company::version));
      statement.setArray(6, Columns.instants(connection(), companies, Company::createdAt));
      statement.setArray(7, Columns.instants(connection(), companies, Company::updatedAt));
      return statement.executeUpdate();
    }
  }

  private List<Company> companies(String workspaceId, PreparedStatement statement)
      throws SQLException {
    List<Company> companies = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        companies.add(company(workspaceId, rows, rows.getBytes("document")));
      }
    }
    return companies;
  }

  private Company company(String workspaceId, ResultSet row, byte[] sealed) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    CompanyCodec.Document document =
        CompanyCodec.document(
            secrets.open(sealed, SealedCompanies.context(workspaceId, id.toString())));
    return new Company(
        id,
        document.groupId(),
        document.attributes(),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private byte[] digest(String workspaceId, String groupId) {
    return digests.of(workspaceId, new Key("company group_id", groupId));
  }

  private static @Nullable UUID id(CompanySelector selector) {
    return selector instanceof CompanySelector.ById(UUID id) ? id : null;
  }

  private Connection connection() {
    return transactions.getConnection();
  }
}
