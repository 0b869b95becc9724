package io.tidings.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final String KEY = key(1);
  private static final String OTHER_KEY = key(2);
  private static final byte[] PLAIN = "api key of a provider".getBytes(UTF_8);

  private final Database database = new Database();

  private ApplicationContext process(Object... settings) {
    return database.process(
        settings.length == 0 ? Map.of("tidings.encryption-key", KEY) : settings(settings));
  }

  private static Secrets secrets(ApplicationContext process) {
    return process.getBean(Secrets.class);
  }

  @Test
  void whatOneProcessSealsAnotherOpens() {
    try (var one = process();
        var other = process()) {
      byte[] sealed = secrets(one).seal(PLAIN, "connection default/smtp");

      assertThat(secrets(other).open(sealed, "connection default/smtp")).isEqualTo(PLAIN);
      assertThat(new String(sealed, UTF_8)).doesNotContain("provider");
      assertThat(Secrets.isSealed(sealed)).isTrue();
    }
  }

  @Test
  void sealingTwiceLooksDifferent() {
    try (var process = process()) {
      assertThat(secrets(process).seal(PLAIN, "a")).isNotEqualTo(secrets(process).seal(PLAIN, "a"));
    }
  }

  @Test
  void doesNotOpenInAnotherPlaceNorOnceChanged() {
    try (var process = process()) {
      byte[] sealed = secrets(process).seal(PLAIN, "connection default/smtp");

      assertThatThrownBy(() -> secrets(process).open(sealed, "connection other/smtp"))
          .isInstanceOf(SealBrokenException.class)
          .hasMessageContaining("connection other/smtp");

      sealed[sealed.length - 1] ^= 1;
      assertThatThrownBy(() -> secrets(process).open(sealed, "connection default/smtp"))
          .isInstanceOf(SealBrokenException.class);
    }
  }

  @Test
  void aFingerprintIsStableAndKeepsPurposesApart() {
    try (var one = process();
        var other = process()) {
      byte[] fingerprint = secrets(one).fingerprint("email", "ada@example.com");

      assertThat(fingerprint).hasSize(32);
      assertThat(secrets(other).fingerprint("email", "ada@example.com")).isEqualTo(fingerprint);
      assertThat(secrets(one).fingerprint("number", "ada@example.com")).isNotEqualTo(fingerprint);
      assertThat(secrets(one).fingerprint("email", "bob@example.com")).isNotEqualTo(fingerprint);
    }
  }

  @Test
  void anotherDatabaseHasOtherDataKeysUnderTheSameEncryptionKey() {
    try (var here = process();
        var there = new Database().process(Map.of("tidings.encryption-key", KEY))) {
      byte[] sealed = secrets(here).seal(PLAIN, "a");

      assertThatThrownBy(() -> secrets(there).open(sealed, "a"))
          .isInstanceOf(SealBrokenException.class);
      assertThat(secrets(there).fingerprint("email", "ada@example.com"))
          .isNotEqualTo(secrets(here).fingerprint("email", "ada@example.com"));
    }
  }

  @Test
  void readsTheKeyFromAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    byte[] sealed;
    try (var process = process()) {
      sealed = secrets(process).seal(PLAIN, "a");
    }
    try (var process = process("tidings.encryption-key-file", file.toString())) {
      assertThat(secrets(process).open(sealed, "a")).isEqualTo(PLAIN);
    }
  }

  @Test
  void theEncryptionKeyIsReplacedWhileThePreviousOneIsNamed() {
    byte[] sealed;
    byte[] fingerprint;
    try (var process = process()) {
      sealed = secrets(process).seal(PLAIN, "a");
      fingerprint = secrets(process).fingerprint("email", "ada@example.com");
    }
    assertThatThrownBy(() -> process("tidings.encryption-key", OTHER_KEY))
        .rootCause()
        .hasMessageContaining("TIDINGS_ENCRYPTION_KEY_PREVIOUS");
    try (var process =
        process("tidings.encryption-key", OTHER_KEY, "tidings.encryption-key-previous", KEY)) {
      assertThat(secrets(process).open(sealed, "a")).isEqualTo(PLAIN);
    }
    try (var process = process("tidings.encryption-key", OTHER_KEY)) {
      assertThat(secrets(process).open(sealed, "a")).isEqualTo(PLAIN);
      assertThat(secrets(process).fingerprint("email", "ada@example.com")).isEqualTo(fingerprint);
    }
  }

  @Test
  void theDatabaseHoldsNoKeyInClear() {
    try (var process = process()) {
      Keyring keyring = process.getBean(Keyring.class);
      boolean wrapped =
          Database.in(
              process,
              connection -> {
                try (var rows =
                    connection
                        .createStatement()
                        .executeQuery("SELECT wrapped FROM encryption_keyset")) {
                  boolean all = true;
                  while (rows.next()) {
                    byte[] bytes = rows.getBytes(1);
                    all &= !new String(bytes, UTF_8).contains("type.googleapis.com");
                  }
                  return all;
                }
              });

      assertThat(keyring.keys().sealing().size()).isEqualTo(1);
      assertThat(wrapped).isTrue();
    }
  }

  @Test
  void refusesAKeyOfTheWrongLengthAndSaysHowToMakeOne() {
    String tooShort = Base64.getEncoder().encodeToString(new byte[16]);

    assertRefused(
        "TIDINGS_ENCRYPTION_KEY holds 16 bytes, it must be 32; make one with: openssl rand -base64"
            + " 32",
        "tidings.encryption-key",
        tooShort);
    assertRefused(
        "TIDINGS_ENCRYPTION_KEY is not base64; make one with: openssl rand -base64 32",
        "tidings.encryption-key",
        "not base64!");
    assertRefused(
        "no encryption key is given; set TIDINGS_ENCRYPTION_KEY to 32 random bytes in base64"
            + " (openssl rand -base64 32), or TIDINGS_ENCRYPTION_KEY_FILE to a file that holds"
            + " them",
        "tidings.encryption-key",
        "");
    assertRefused(
        "TIDINGS_ENCRYPTION_KEY and TIDINGS_ENCRYPTION_KEY_FILE are both set; leave one of them"
            + " out",
        "tidings.encryption-key",
        KEY,
        "tidings.encryption-key-file",
        "/somewhere");
  }

  private void assertRefused(String reason, Object... settings) {
    assertThatThrownBy(() -> process(settings)).hasStackTraceContaining(reason);
  }

  private static Map<String, Object> settings(Object... pairs) {
    Map<String, Object> settings = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put((String) pairs[i], pairs[i + 1]);
    }
    return settings;
  }

  static String key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
