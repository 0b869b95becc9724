package io.tidings.integration.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookTest extends DestinationContract {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Override
  Destination destination() {
    return new Webhook();
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("url", "https://hooks.example.com/in?tenant=7", "signing_secret", SECRET);
  }

  /** The example that the libraries of Standard Webhooks are tested with. */
  @Test
  void signsAsStandardWebhooks() {
    assertThat(
            WebhookSignature.headers(
                SECRET,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}"))
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void hearsNoMoreOnceItIsGone() {
    assertThat(destination().outcomeOf(new HttpReply(410, null, "")))
        .isEqualTo(new Outcome.Gone("answered 410 Gone"));
  }

  @Test
  void isTriedAgainAfterARedirect() {
    assertThat(destination().outcomeOf(new HttpReply(302, null, "")))
        .isEqualTo(new Outcome.Deferred("answered 302", null));
  }
}
