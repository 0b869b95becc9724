package io.tidings.integration.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidings.rpc.Faults.FieldViolation;
import io.tidings.rpc.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final List<Setting> DECLARED =
      List.of(
          new Setting("url", "where to call", SettingType.URL, true, false),
          new Setting("signing_secret", "signs", SettingType.SIGNING_SECRET, true, true),
          new Setting("calls_per_second", "at most", SettingType.COUNT, false, false));
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String URL = "https://hooks.example.com/in";

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    assertThat(violationsOf(Map.of("adress", URL, "calls_per_second", "many")))
        .extracting(FieldViolation::field)
        .containsExactly(
            "settings[\"url\"]",
            "settings[\"signing_secret\"]",
            "settings[\"calls_per_second\"]",
            "settings[\"adress\"]");
  }

  @Test
  void saysWhatThereIs() {
    assertThat(violationsOf(Map.of("url", URL, "signing_secret", SECRET, "adress", URL)))
        .singleElement()
        .extracting(FieldViolation::description)
        .isEqualTo(
            "is no setting of this connection; there are url, signing_secret, calls_per_second");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://",
        "https://user:word@example.com",
        "https://exa mple.com"
      })
  void refusesWhatIsNoAddress(String url) {
    assertThat(violationsOf(Map.of("url", url, "signing_secret", SECRET)))
        .singleElement()
        .satisfies(violation -> assertThat(violation.field()).isEqualTo("settings[\"url\"]"))
        .satisfies(violation -> assertThat(violation.description()).contains("'" + url + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "whsec_c2hvcnQ=", "whsec_???"})
  void refusesASecretThatSignsNothingAndDoesNotRepeatIt(String secret) {
    assertThat(violationsOf(Map.of("url", URL, "signing_secret", secret)))
        .singleElement()
        .satisfies(violation -> assertThat(violation.description()).contains("whsec_ and base64"))
        .satisfies(violation -> assertThat(violation.description()).doesNotContain(secret));
  }

  @Test
  void keepsSecretsApart() {
    Settings settings = Settings.of(DECLARED, Map.of("url", URL, "signing_secret", SECRET));
    assertThat(settings.open()).isEqualTo(Map.of("url", URL));
    assertThat(settings.secret()).isEqualTo(Map.of("signing_secret", SECRET));
    assertThat(settings.toString()).doesNotContain(SECRET);
  }

  private static List<FieldViolation> violationsOf(Map<String, String> offered) {
    return catchThrowableOfType(InvalidInputException.class, () -> Settings.of(DECLARED, offered))
        .violations();
  }
}
