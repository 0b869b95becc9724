package io.tidings.integration.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.integration.connection.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsPerSecondTest {
  private static final Destination WEBHOOK = new Webhook();
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String URL = "https://hooks.example.com/in";

  @Test
  void takesTheConnectionsOwnCap() {
    Settings given =
        Settings.of(
            WEBHOOK.settings(),
            Map.of("url", URL, "signing_secret", SECRET, "calls_per_second", "3"));
    Settings standard =
        Settings.of(WEBHOOK.settings(), Map.of("url", URL, "signing_secret", SECRET));
    assertThat(WEBHOOK.callsPerSecond(given)).isEqualTo(3);
    assertThat(WEBHOOK.callsPerSecond(standard)).isEqualTo(50);
  }
}
