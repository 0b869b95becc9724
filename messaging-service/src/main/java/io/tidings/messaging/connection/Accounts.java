package io.tidings.messaging.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Values;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Accounts on file. */
@Singleton
final class Accounts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private final Database database;
  private final Secrets secrets;

  Accounts(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** Which account stands how, without opening it. */
  record Version(String workspaceId, String provider, UUID revision) {}

  void save(Account account) {
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO connection (workspace_id, provider, revision, settings, updated_at)
              VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (workspace_id, provider)
                DO UPDATE SET revision = excluded.revision, settings = excluded.settings,
                              updated_at = excluded.updated_at
              """)) {
        statement.setString(1, account.workspaceId());
        statement.setString(2, account.provider());
        statement.setObject(3, account.revision());
        statement.setBytes(
            4,
            secrets.seal(
                write(account.settings()), context(account.workspaceId(), account.provider())));
        statement.setObject(5, Values.at(account.updatedAt()));
        statement.executeUpdate();
      }
    });
  }

  List<Version> versions() {
    return database.inTransaction(connection -> {
      List<Version> versions = new ArrayList<>();
      try (var statement =
              connection.prepareStatement(
                  "SELECT workspace_id, provider, revision FROM connection");
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          versions.add(
              new Version(
                  row.getString("workspace_id"),
                  row.getString("provider"),
                  Values.uuid(row, "revision")));
        }
      }
      return versions;
    });
  }

  /** Those of a workspace, by provider. */
  List<Account> of(String workspaceId) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              SELECT workspace_id, provider, revision, settings, updated_at
                FROM connection WHERE workspace_id = ? ORDER BY provider
              """)) {
        statement.setString(1, workspaceId);
        return read(statement);
      }
    });
  }

  private List<Account> read(PreparedStatement statement) throws SQLException {
    List<Account> accounts = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String workspaceId = row.getString("workspace_id");
        String provider = row.getString("provider");
        accounts.add(
            new Account(
                workspaceId,
                provider,
                Values.uuid(row, "revision"),
                settings(secrets.open(row.getBytes("settings"), context(workspaceId, provider))),
                Values.instant(row, "updated_at")));
      }
    }
    return accounts;
  }

  static String context(String workspaceId, String provider) {
    return "connection %s %s".formatted(workspaceId, provider);
  }

  private static byte[] write(Map<String, String> settings) {
    try {
      return JSON.writeValueAsBytes(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings cannot be written", e);
    }
  }

  private static Map<String, String> settings(byte[] json) {
    try {
      return JSON.readValue(json, SETTINGS);
    } catch (IOException e) {
      throw new IllegalStateException("settings cannot be read", e);
    }
  }
}
