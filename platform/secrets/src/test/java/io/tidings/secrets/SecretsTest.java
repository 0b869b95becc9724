package io.tidings.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final byte[] PLAIN = "api key of a provider".getBytes(UTF_8);

  private final Secrets secrets = new Secrets(KEY);

  @Test
  void whatOneProcessSealsAnotherOpens() {
    byte[] sealed = secrets.seal(PLAIN, "connection default/smtp");

    assertThat(new Secrets(KEY).open(sealed, "connection default/smtp")).isEqualTo(PLAIN);
    assertThat(new String(sealed, UTF_8)).doesNotContain("provider");
  }

  @Test
  void sealingTwiceLooksDifferent() {
    assertThat(secrets.seal(PLAIN, "a")).isNotEqualTo(secrets.seal(PLAIN, "a"));
  }

  @Test
  void doesNotOpenInAnotherPlace() {
    byte[] sealed = secrets.seal(PLAIN, "connection default/smtp");

    assertThatThrownBy(() -> secrets.open(sealed, "connection other/smtp"))
        .isInstanceOf(SealBrokenException.class)
        .hasMessageContaining("connection other/smtp");
  }

  @Test
  void doesNotOpenOnceChanged() {
    byte[] sealed = secrets.seal(PLAIN, "a");
    sealed[sealed.length - 1] ^= 1;

    assertThatThrownBy(() -> secrets.open(sealed, "a")).isInstanceOf(SealBrokenException.class);
  }

  @Test
  void aFingerprintIsStableAndKeepsPurposesApart() {
    byte[] fingerprint = secrets.fingerprint("email", "ada@example.com");

    assertThat(fingerprint).hasSize(32);
    assertThat(new Secrets(KEY).fingerprint("email", "ada@example.com")).isEqualTo(fingerprint);
    assertThat(secrets.fingerprint("number", "ada@example.com")).isNotEqualTo(fingerprint);
    assertThat(secrets.fingerprint("email", "bob@example.com")).isNotEqualTo(fingerprint);
  }

  @Test
  void refusesAKeyOfTheWrongLengthAndSaysHowToMakeOne() {
    assertThatThrownBy(() -> new Secrets(Base64.getEncoder().encodeToString(new byte[16])))
        .hasMessage(
            "TIDINGS_ENCRYPTION_KEY holds 16 bytes, it must be 32; make one with: openssl rand"
                + " -base64 32");
    assertThatThrownBy(() -> new Secrets("not base64!"))
        .hasMessageContaining("TIDINGS_ENCRYPTION_KEY is not base64");
  }
}
