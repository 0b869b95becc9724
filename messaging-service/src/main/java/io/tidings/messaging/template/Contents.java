package io.tidings.messaging.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.ErasureLock;
import io.tidings.messaging.database.Values;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** Content, by the hash of what it says: parsed once in each process, and on file. */
@Singleton
public final class Contents {
  private static final int CACHED = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final ErasureLock erasures;
  private final Clock clock;
  private final Cache<Key, ParsedContent> parsed =
      Caffeine.newBuilder().maximumSize(CACHED).build();

  Contents(Database database, ErasureLock erasures, Clock clock) {
    this.database = database;
    this.erasures = erasures;
    this.clock = clock;
  }

  private record Key(String workspaceId, UUID contentId) {}

  /**
   * Content that parses, as it is kept.
   *
   * @param id the same for the same content
   */
  public record Draft(UUID id, String json) {}

  /**
   * @throws InvalidContent if it does not parse
   */
  public Draft draft(String workspaceId, Content content) {
    String json = write(content);
    UUID id = idOf(json);
    Key key = new Key(workspaceId, id);
    if (parsed.getIfPresent(key) == null) {
      parsed.put(key, ParsedContent.parse(content));
    }
    return new Draft(id, json);
  }

  /**
   * Puts it on file, where it may be, in the transaction that writes what refers to it: an erasure
   * takes what nothing refers to.
   */
  public void add(String workspaceId, Draft draft) {
    database.change(connection -> {
      erasures.share(Set.of(workspaceId));
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO content (workspace_id, content_id, content, created_at)
              VALUES (?, ?, ?::json, ?) ON CONFLICT DO NOTHING
              """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, draft.id());
        statement.setString(3, draft.json());
        statement.setObject(4, Values.at(clock.instant()));
        statement.executeUpdate();
      }
    });
  }

  /**
   * @throws IllegalStateException if there is none with that id
   */
  public ParsedContent get(String workspaceId, UUID contentId) {
    return parsed.get(
        new Key(workspaceId, contentId),
        key -> ParsedContent.kept(read(key.workspaceId(), key.contentId())));
  }

  private Content read(String workspaceId, UUID contentId) {
    String json =
        database.inTransaction(connection -> {
          try (var statement =
              connection.prepareStatement(
                  "SELECT content FROM content WHERE workspace_id = ? AND content_id = ?")) {
            statement.setString(1, workspaceId);
            statement.setObject(2, contentId);
            try (var rows = statement.executeQuery()) {
              if (!rows.next()) {
                throw new IllegalStateException("no content " + contentId + " is on file");
              }
              return rows.getString(1);
            }
          }
        });
    try {
      return JSON.readValue(json, Content.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("content " + contentId + " cannot be read", e);
    }
  }

  private static String write(Content content) {
    try {
      return JSON.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("content cannot be written", e);
    }
  }

  /** Version 8: a UUID made of something else, here of a hash. */
  private static UUID idOf(String json) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)));
      return new UUID(
          (hash.getLong() & ~0xF000L) | 0x8000L, (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
