package io.tidings.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.Hkdf;
import io.micronaut.context.ApplicationContext;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final String KEY = SecretsTest.key(1);
  private static final SealedColumn KEPT =
      new SealedColumn(
          "kept",
          "value",
          List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("id")),
          key -> "kept %s %s".formatted(key.get(0), key.get(1)));

  private static final SealedColumn NUMBERED =
      new SealedColumn(
          "numbered",
          "value",
          List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.bigint("position")),
          key -> "numbered %s %s".formatted(key.get(0), key.get(1)));

  private final Database database = new Database();

  private ApplicationContext process() {
    return database.process(Map.of("tidings.encryption-key", KEY), KEPT, NUMBERED);
  }

  @Test
  void everythingIsSealedAnewInBatchesAndStaysReadable() {
    try (var process = process()) {
      process.getBean(Resealing.class).continueRotation();
      List<UUID> ids = keep(process, 1_201);
      String before = process.getBean(Rotation.class).state().dataKeyId();

      var rotated = process.getBean(Rotation.class).rotate();
      assertThat(rotated.complete()).isFalse();
      assertThat(rotated.dataKeys()).isEqualTo(2);
      assertThat(rotated.dataKeyId()).isNotEqualTo(before);

      process.getBean(Resealing.class).continueRotation();

      assertThat(process.getBean(Rotation.class).state().complete()).isTrue();
      assertThat(prefixes(process, "kept")).containsExactly("01" + rotated.dataKeyId());
      assertThat(read(process, ids.getLast())).isEqualTo("kept in 1200");
      assertThat(read(process, ids.getFirst())).isEqualTo("kept in 0");
    }
  }

  @Test
  void rowsWithNumbersForKeysAreSealedAnewToo() {
    try (var process = process()) {
      process.getBean(Resealing.class).continueRotation();
      number(process, 1_500);
      var rotated = process.getBean(Rotation.class).rotate();

      process.getBean(Resealing.class).continueRotation();

      assertThat(process.getBean(Rotation.class).state().complete()).isTrue();
      assertThat(prefixes(process, "numbered")).containsExactly("01" + rotated.dataKeyId());
    }
  }

  @Test
  void anotherProcessOpensWhatIsSealedWithAKeyThatItHasNotHeardOf() {
    try (var one = process();
        var other = process()) {
      one.getBean(Resealing.class).continueRotation();
      other.getBean(Secrets.class);
      one.getBean(Rotation.class).rotate();
      byte[] sealed = one.getBean(Secrets.class).seal("news".getBytes(UTF_8), "a");

      assertThat(other.getBean(Secrets.class).open(sealed, "a")).asString(UTF_8).isEqualTo("news");
    }
  }

  @Test
  void whatLayInClearIsSealedAfterTheFirstStart() {
    try (var process = process()) {
      UUID id = UUID.randomUUID();
      Database.in(
          process,
          connection -> {
            try (var statement =
                connection.prepareStatement("INSERT INTO kept VALUES ('w', ?, ?)")) {
              statement.setObject(1, id);
              statement.setBytes(2, "{\"kept\": \"in clear\"}".getBytes(UTF_8));
              return statement.executeUpdate();
            }
          });

      process.getBean(Resealing.class).continueRotation();

      assertThat(prefixes(process, "kept"))
          .containsExactly("01" + process.getBean(Rotation.class).state().dataKeyId());
      assertThat(read(process, id)).isEqualTo("{\"kept\": \"in clear\"}");
    }
  }

  @Test
  void aRotationUnderWayIsJoined() {
    try (var process = process()) {
      process.getBean(Resealing.class).continueRotation();
      var first = process.getBean(Rotation.class).rotate();
      var second = process.getBean(Rotation.class).rotate();

      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void whatWasHashedBeforeThereWereDataKeysStillMatches() throws Exception {
    try (var process =
        database.process(
            Map.of("tidings.encryption-key", KEY, "tidings.encryption.derived", true))) {
      assertThat(process.getBean(Secrets.class).fingerprint("email", "ada@example.com"))
          .isEqualTo(hashedAsBefore("email\0ada@example.com"));
    }
  }

  private static byte[] hashedAsBefore(String text) throws GeneralSecurityException {
    byte[] key =
        Hkdf.computeHkdf(
            "HMACSHA256",
            Base64.getDecoder().decode(KEY),
            new byte[0],
            "tidings fingerprint".getBytes(UTF_8),
            32);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static List<UUID> keep(ApplicationContext process, int count) {
    Secrets secrets = process.getBean(Secrets.class);
    return Database.in(
        process,
        connection -> {
          List<UUID> ids = new ArrayList<>();
          try (var statement = connection.prepareStatement("INSERT INTO kept VALUES ('w', ?, ?)")) {
            for (int i = 0; i < count; i++) {
              UUID id = UUID.randomUUID();
              ids.add(id);
              statement.setObject(1, id);
              statement.setBytes(2, secrets.seal(("kept in " + i).getBytes(UTF_8), "kept w " + id));
              statement.addBatch();
            }
            statement.executeBatch();
          }
          return ids;
        });
  }

  private static String read(ApplicationContext process, UUID id) {
    return Database.in(
        process,
        connection -> {
          try (var statement = connection.prepareStatement("SELECT value FROM kept WHERE id = ?")) {
            statement.setObject(1, id);
            var row = statement.executeQuery();
            row.next();
            return new String(
                process.getBean(Secrets.class).open(row.getBytes(1), "kept w " + id), UTF_8);
          }
        });
  }

  /** Rows at the positions from 1 on. */
  private static void number(ApplicationContext process, int count) {
    Secrets secrets = process.getBean(Secrets.class);
    Database.in(
        process,
        connection -> {
          try (var statement =
              connection.prepareStatement("INSERT INTO numbered VALUES ('w', ?, ?)")) {
            for (int position = 1; position <= count; position++) {
              statement.setLong(1, position);
              statement.setBytes(
                  2, secrets.seal("numbered".getBytes(UTF_8), "numbered w " + position));
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  private static List<String> prefixes(ApplicationContext process, String table) {
    return Database.in(
        process,
        connection -> {
          List<String> prefixes = new ArrayList<>();
          var rows =
              connection
                  .createStatement()
                  .executeQuery("SELECT DISTINCT substring(value FROM 1 FOR 5) FROM " + table);
          while (rows.next()) {
            prefixes.add(HexFormat.of().formatHex(rows.getBytes(1)));
          }
          return prefixes;
        });
  }
}
