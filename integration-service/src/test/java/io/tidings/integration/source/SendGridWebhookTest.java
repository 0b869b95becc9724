package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.integration.connection.Settings;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import io.tidings.integration.source.DeliveryEvent.SendName;
import io.tidings.rpc.InvalidInputException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendGridWebhookTest extends WebhookSourceContract {
  private static final KeyPair KEYS = keys();
  private static final String BOUNCE =
      """
      [{"email": "ada@example.com", "timestamp": 1772366300, "event": "bounce", "type": "bounce",
        "smtp-id": "<0198f1d0-0000-7000-8000-000000000001@mint.example>", "sg_event_id": "e1",
        "bounce_classification": "Invalid Address", "reason": "550 5.1.1 no such user",
        "status": "5.1.1"}]
      """;

  @Override
  Source source() {
    return new SendGridWebhook();
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("verification_key", spki(KEYS));
  }

  @Override
  Map<String, String> settingsOfAnother() {
    return Map.of("verification_key", spki(keys()));
  }

  @Override
  WebhookCall sent(byte[] body, Instant at) {
    return call(body, signed(KEYS, body, at));
  }

  @Override
  String example() {
    return BOUNCE;
  }

  @Override
  boolean isTimed() {
    return true;
  }

  @Test
  @DisplayName("behaviour 24: what SendGrid tells belongs to the send whose id the mail carried")
  void tellsOfABounce() {
    assertThat(events(BOUNCE))
        .containsExactly(
            new DeliveryEvent(
                Kind.HARD_BOUNCE,
                Medium.EMAIL,
                new SendName.Id(SEND),
                "ada@example.com",
                "550 5.1.1 no such user",
                Instant.ofEpochSecond(1772366300)));
  }

  @ParameterizedTest
  @CsvSource({
    "bounce, bounce, '', HARD_BOUNCE",
    "bounce, bounce, Invalid Address, HARD_BOUNCE",
    "bounce, bounce, Mailbox Unavailable, SOFT_BOUNCE",
    "bounce, bounce, Reputation, SOFT_BOUNCE",
    "bounce, blocked, Invalid Address, SOFT_BOUNCE",
    "dropped, '', '', SOFT_BOUNCE",
    "delivered, '', '', DELIVERED",
    "spamreport, '', '', COMPLAINT",
    "open, '', '', OPENED",
    "click, '', '', CLICKED"
  })
  void tellsKindsApart(String event, String type, String classification, Kind kind) {
    assertThat(
            events(
                """
                [{"email": "a@b.example", "timestamp": 1, "event": "%s", "type": "%s",
                  "bounce_classification": "%s", "send_id": "%s"}]
                """
                    .formatted(event, type, classification, SEND)))
        .extracting(DeliveryEvent::kind, DeliveryEvent::send)
        .containsExactly(tuple(kind, new SendName.Id(SEND)));
  }

  @Test
  void takesManyAndPassesOverTheRest() {
    assertThat(
            events(
                """
                [{"event": "processed"}, 7, null, {"event": ["open"]}, {"event": "deferred"},
                 {"event": "delivered", "smtp-id": "<x@ismtpd>"}, {"event": "open"}]
                """))
        .extracting(DeliveryEvent::kind, DeliveryEvent::send, DeliveryEvent::occurredAt)
        .containsExactly(
            tuple(Kind.DELIVERED, new SendName.Id(null), NOW),
            tuple(Kind.OPENED, new SendName.Id(null), NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "AAAA", "-----BEGIN PUBLIC KEY-----"})
  void refusesAKeyThatIsNone(String key) {
    assertThat(
            catchThrowableOfType(
                    InvalidInputException.class,
                    () -> Settings.of(source().settings(), Map.of("verification_key", key)))
                .violations()
                .getFirst()
                .description())
        .contains("must be an elliptic-curve public key");
  }

  private List<DeliveryEvent> events(String body) {
    return ((Reading.Deliveries) read(sent(body))).events();
  }

  static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String spki(KeyPair keys) {
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  static Map<String, String> signed(KeyPair keys, byte[] body, Instant at) {
    try {
      String time = Long.toString(at.getEpochSecond());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(time.getBytes(UTF_8));
      signature.update(body);
      return Map.of(
          "x-twilio-email-event-webhook-timestamp",
          time,
          "x-twilio-email-event-webhook-signature",
          Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
