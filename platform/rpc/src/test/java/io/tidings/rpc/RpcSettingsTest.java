package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RpcSettingsTest {
  private static final String SECRET = "a secret that has 32 characters.";

  @Test
  void hasDefaults() {
    assertThat(settings(Map.of("tidings.internal-secret", SECRET)))
        .isEqualTo(new RpcSettings(SECRET, null, Duration.ofSeconds(10), Duration.ofMinutes(5)));
  }

  @Test
  void readsEachSetting() {
    assertThat(
            settings(
                Map.of(
                    "tidings.internal-secret", SECRET,
                    "tidings.administrator-key", "sixteen letters!",
                    "tidings.rpc.deadline", "3s",
                    "tidings.rpc.connection-age", "1h")))
        .isEqualTo(
            new RpcSettings(
                SECRET, "sixteen letters!", Duration.ofSeconds(3), Duration.ofHours(1)));
  }

  @Test
  void refusesASecretThatCanBeGuessed() {
    assertThatThrownBy(() ->
            new RpcSettings(
                SECRET.substring(1), null, Duration.ofSeconds(10), Duration.ofMinutes(5)))
        .hasMessageContaining("TIDINGS_INTERNAL_SECRET has 31 characters");
    assertThatThrownBy(
            () -> new RpcSettings(SECRET, "admin", Duration.ofSeconds(10), Duration.ofMinutes(5)))
        .hasMessageContaining("TIDINGS_ADMINISTRATOR_KEY has 5 characters");
  }

  @Test
  void keepsItsSecretsToItself() {
    assertThat(
            new RpcSettings(
                    SECRET, "sixteen letters!", Duration.ofSeconds(10), Duration.ofMinutes(5))
                .toString())
        .doesNotContain(SECRET, "sixteen");
  }

  private static RpcSettings settings(Map<String, Object> properties) {
    try (ApplicationContext context = ApplicationContext.run(properties)) {
      return context.getBean(RpcSettings.class);
    }
  }
}
