package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import io.tidings.integration.source.DeliveryEvent.SendName;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostmarkWebhookTest extends WebhookSourceContract {
  private static final String PASSWORD = "p-" + UUID.randomUUID();
  private static final String BOUNCE =
      """
      {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "Email": "ada@example.com",
       "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483", "BouncedAt": "2026-03-01T11:58:20Z",
       "Details": "smtp;550 5.1.1 no such user", "Description": "The server was unable to deliver",
       "Metadata": {"send-id": "0198f1d0-0000-7000-8000-000000000001"}}
      """;

  @Override
  Source source() {
    return new PostmarkWebhook();
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("username", "postmark", "password", PASSWORD);
  }

  @Override
  WebhookCall sent(byte[] body, Instant at) {
    String pair = "postmark:" + PASSWORD;
    return call(
        body,
        Map.of(
            "authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))));
  }

  @Override
  String example() {
    return BOUNCE;
  }

  @Override
  boolean isTimed() {
    return false;
  }

  @Test
  @DisplayName("behaviour 24: what Postmark tells belongs to the send that its metadata names")
  void tellsOfABounce() {
    assertThat(events(BOUNCE))
        .containsExactly(
            new DeliveryEvent(
                Kind.HARD_BOUNCE,
                Medium.EMAIL,
                new SendName.Id(SEND),
                "ada@example.com",
                "smtp;550 5.1.1 no such user",
                Instant.parse("2026-03-01T11:58:20Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "Bounce, BadEmailAddress, HARD_BOUNCE",
    "Bounce, ManuallyDeactivated, HARD_BOUNCE",
    "Bounce, SoftBounce, SOFT_BOUNCE",
    "Bounce, Transient, SOFT_BOUNCE",
    "SpamComplaint, SpamComplaint, COMPLAINT",
    "Delivery, '', DELIVERED",
    "Open, '', OPENED",
    "Click, '', CLICKED"
  })
  void tellsKindsApart(String record, String type, Kind kind) {
    assertThat(
            events(
                "{\"RecordType\": \"%s\", \"Type\": \"%s\", \"Recipient\": \"a@b.example\"}"
                    .formatted(record, type)))
        .extracting(DeliveryEvent::kind, DeliveryEvent::address, DeliveryEvent::send)
        .containsExactly(tuple(kind, "a@b.example", new SendName.Id(null)));
  }

  @Test
  void passesOverWhatIsNoBounce() {
    assertThat(events(BOUNCE.replace("HardBounce", "AutoResponder"))).isEmpty();
    assertThat(events("{\"RecordType\": \"SubscriptionChange\"}")).isEmpty();
  }

  private List<DeliveryEvent> events(String body) {
    return ((Reading.Deliveries) read(sent(body))).events();
  }
}
