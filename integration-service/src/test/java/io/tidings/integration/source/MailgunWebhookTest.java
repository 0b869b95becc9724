package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import io.tidings.integration.source.DeliveryEvent.SendName;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailgunWebhookTest extends WebhookSourceContract {
  static final String KEY = "key-" + UUID.randomUUID();
  private static final String TOKEN = "t".repeat(50);
  private static final String FAILED =
      """
      {"event": "failed", "severity": "permanent", "reason": "bounce", "timestamp": 1772366300.9,
       "recipient": "ada@example.com", "id": "G9Bn5sl1TC6nu79C8C0bwg",
       "delivery-status": {"code": 550, "message": "no such user", "description": ""},
       "message": {"headers": {"message-id": "0198f1d0-0000-7000-8000-000000000001@mint.example"}},
       "user-variables": {}}
      """;

  @Override
  Source source() {
    return new MailgunWebhook();
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("signing_key", KEY);
  }

  @Override
  WebhookCall sent(byte[] body, Instant at) {
    return call(body, at, signature(at, TOKEN));
  }

  @Override
  WebhookCall unsigned(byte[] body) {
    return call(body, NOW, "00".repeat(32));
  }

  private static WebhookCall call(byte[] event, Instant at, String signature) {
    String body =
        """
        {"signature": {"timestamp": "%d", "token": "%s", "signature": "%s"}, "event-data": %s}
        """
            .formatted(at.getEpochSecond(), TOKEN, signature, new String(event, ISO_8859_1));
    return call(body.getBytes(ISO_8859_1), Map.of());
  }

  private static String signature(Instant at, String token) {
    return HexFormat.of()
        .formatHex(
            Signatures.hmac("HmacSHA256", KEY, (at.getEpochSecond() + token).getBytes(UTF_8)));
  }

  @Override
  String example() {
    return FAILED;
  }

  @Override
  boolean isTimed() {
    return true;
  }

  @Test
  @DisplayName("behaviour 24: what Mailgun tells belongs to the send whose id the mail carried")
  void tellsOfABounce() {
    assertThat(events(FAILED))
        .containsExactly(
            new DeliveryEvent(
                Kind.HARD_BOUNCE,
                Medium.EMAIL,
                new SendName.Id(SEND),
                "ada@example.com",
                "550 no such user",
                Instant.parse("2026-03-01T11:58:20.900Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "failed, permanent, suppress-bounce, HARD_BOUNCE",
    "failed, permanent, old, SOFT_BOUNCE",
    "delivered, '', '', DELIVERED",
    "complained, '', '', COMPLAINT",
    "opened, '', '', OPENED",
    "clicked, '', '', CLICKED"
  })
  void tellsKindsApart(String event, String severity, String reason, Kind kind) {
    assertThat(
            events(
                """
                {"event": "%s", "severity": "%s", "reason": "%s",
                 "user-variables": {"send_id": "%s"}}
                """
                    .formatted(event, severity, reason, SEND)))
        .extracting(DeliveryEvent::kind, DeliveryEvent::send)
        .containsExactly(tuple(kind, new SendName.Id(SEND)));
  }

  @Test
  void passesOverWhatIsTriedAgain() {
    assertThat(events(FAILED.replace("permanent", "temporary"))).isEmpty();
    assertThat(events("{\"event\": \"accepted\"}")).isEmpty();
  }

  @Test
  void aTokenCountsOnceWhateverStandsBesideIt() {
    assertThat(((Reading.Deliveries) read(sent(FAILED))).key())
        .isEqualTo(((Reading.Deliveries) read(sent("{\"event\": \"opened\"}"))).key())
        .contains(TOKEN);
  }

  private List<DeliveryEvent> events(String event) {
    return ((Reading.Deliveries) read(sent(event))).events();
  }
}
