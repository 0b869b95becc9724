package io.tidings.messaging.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.database.Values;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What callers brought for the content to find under `data`. Sealed, because nobody knows what it
 * holds; never changed, and so cached.
 */
@Singleton
public final class SendData {
  private static final int CACHED = 500;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final TypeReference<Map<String, @Nullable Object>> VALUES =
      new TypeReference<>() {};

  private final Database database;
  private final Secrets secrets;
  private final Clock clock;
  private final Cache<UUID, Map<String, @Nullable Object>> read =
      Caffeine.newBuilder().maximumSize(CACHED).build();

  SendData(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * @return an id to {@link #add} the data by; null where there is nothing to keep
   */
  public static @Nullable UUID newId(Map<String, @Nullable Object> data) {
    return data.isEmpty() ? null : Ids.next();
  }

  /**
   * Puts it on file, in the transaction that writes what refers to it.
   *
   * @param id null: there is nothing to keep
   */
  public void add(String workspaceId, @Nullable UUID id, Map<String, @Nullable Object> data) {
    if (id == null) {
      return;
    }
    byte[] sealed;
    try {
      sealed = secrets.seal(JSON.writeValueAsBytes(data), context(workspaceId, id));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("data cannot be written", e);
    }
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO send_data (workspace_id, data_id, sealed, created_at)
              VALUES (?, ?, ?, ?)
              """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, id);
        statement.setBytes(3, sealed);
        statement.setObject(4, Values.at(clock.instant()));
        statement.executeUpdate();
      }
    });
  }

  public Map<String, @Nullable Object> get(String workspaceId, @Nullable UUID id) {
    return id == null ? Map.of() : read.get(id, _ -> load(workspaceId, id));
  }

  private Map<String, @Nullable Object> load(String workspaceId, UUID id) {
    byte[] sealed =
        database.inTransaction(connection -> {
          try (var statement =
              connection.prepareStatement(
                  "SELECT sealed FROM send_data WHERE workspace_id = ? AND data_id = ?")) {
            statement.setString(1, workspaceId);
            statement.setObject(2, id);
            try (var row = statement.executeQuery()) {
              if (!row.next()) {
                throw new IllegalStateException("no data " + id + " is on file");
              }
              return row.getBytes(1);
            }
          }
        });
    try {
      return JSON.readValue(secrets.open(sealed, context(workspaceId, id)), VALUES);
    } catch (IOException e) {
      throw new IllegalStateException("data " + id + " cannot be read", e);
    }
  }

  static String context(String workspaceId, UUID id) {
    return "send data " + workspaceId + " " + id;
  }
}
