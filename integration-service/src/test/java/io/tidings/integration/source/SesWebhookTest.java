package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import io.tidings.integration.source.DeliveryEvent.SendName;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SesWebhookTest extends WebhookSourceContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail";
  private static final String CERTIFICATE =
      "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem";
  private static final String SUBSCRIBE =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";
  private static final SnsKeys KEYS = SnsKeys.make();
  private static final SnsKeys OTHERS = SnsKeys.ofNobody();
  private static final String BOUNCE =
      """
      {"eventType": "Bounce",
       "bounce": {"bounceType": "Permanent", "bounceSubType": "General",
         "timestamp": "2026-03-01T11:58:20.000Z", "bouncedRecipients": [
           {"emailAddress": "ada@example.com", "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 user unknown"}]},
       "mail": {"messageId": "EXAMPLE7c191be45", "tags": {"ses:from-domain": ["mint.example"]},
         "headers": [{"name": "From", "value": "a@mint.example"}, {"name": "Message-ID",
           "value": "<0198f1d0-0000-7000-8000-000000000001@mint.example>"}],
         "commonHeaders": {"messageId": "EXAMPLE7c191be45"}}}
      """;

  private final PlayedAmazon amazon = new PlayedAmazon();
  private final Source source = new SesWebhook(new SnsSignature(amazon), amazon);

  @BeforeEach
  void serveTheCertificate() {
    amazon.serve(CERTIFICATE, KEYS.certificatePem());
  }

  @Override
  Source source() {
    return source;
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("topic_arn", TOPIC);
  }

  @Override
  Map<String, String> settingsOfAnother() {
    return Map.of("topic_arn", TOPIC + "-of-others");
  }

  @Override
  WebhookCall sent(byte[] event, Instant at) {
    return call(bytes(signed(message(new String(event, UTF_8), at), "2", KEYS)), Map.of());
  }

  @Override
  WebhookCall unsigned(byte[] event) {
    return call(bytes(signed(message(new String(event, UTF_8), NOW), "2", OTHERS)), Map.of());
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
  @DisplayName("behaviour 24: what SES tells belongs to the send whose id the mail carried")
  void tellsOfABounce() {
    assertThat(events(BOUNCE))
        .containsExactly(
            new DeliveryEvent(
                Kind.HARD_BOUNCE,
                Medium.EMAIL,
                new SendName.Id(SEND),
                "ada@example.com",
                "smtp; 550 5.1.1 user unknown",
                Instant.parse("2026-03-01T11:58:20Z")));
    assertThat(events(BOUNCE.replace("Permanent", "Transient")))
        .extracting(DeliveryEvent::kind)
        .containsExactly(Kind.SOFT_BOUNCE);
  }

  @Test
  void readsNotificationsAsTheyWereBeforeEvents() {
    assertThat(
            events(
                """
                {"notificationType": "Complaint", "complaint": {"complainedRecipients": [
                   {"emailAddress": "ada@example.com"}, {"emailAddress": "bo@example.com"}],
                   "complaintFeedbackType": "abuse", "timestamp": "2026-03-01T11:58:20Z"},
                 "mail": {"commonHeaders": {
                   "messageId": "<0198f1d0-0000-7000-8000-000000000001@mint.example>"}}}
                """))
        .extracting(DeliveryEvent::kind, DeliveryEvent::address, DeliveryEvent::send)
        .containsExactly(
            tuple(Kind.COMPLAINT, "ada@example.com", new SendName.Id(SEND)),
            tuple(Kind.COMPLAINT, "bo@example.com", new SendName.Id(SEND)));
  }

  @ParameterizedTest
  @CsvSource({"Delivery, DELIVERED", "Open, OPENED", "Click, CLICKED", "Reject, SOFT_BOUNCE"})
  void tellsKindsApart(String type, Kind kind) {
    assertThat(events("{\"eventType\": \"%s\"}".formatted(type)))
        .extracting(DeliveryEvent::kind)
        .containsExactly(kind);
    assertThat(events("{\"eventType\": \"Send\"}")).isEmpty();
  }

  @Test
  void takesBothVersionsOfTheSignature() {
    for (String version : List.of("1", "2")) {
      assertThat(read(call(bytes(signed(message(BOUNCE, NOW), version, KEYS)), Map.of())))
          .isInstanceOf(Reading.Deliveries.class);
    }
    assertThat(read(call(bytes(signed(message(BOUNCE, NOW), "3", KEYS)), Map.of())))
        .isInstanceOf(Reading.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
        "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
        "https://user@sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
        "https://s3.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu.west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com/a.txt",
        "file:///etc/passwd.pem",
        "not an address"
      })
  void believesNoCertificateFromElsewhere(String address) {
    amazon.serve(address, KEYS.certificatePem());
    ObjectNode message = message(BOUNCE, NOW).put("SigningCertURL", address);
    assertThat(read(call(bytes(signed(message, "2", KEYS)), Map.of())))
        .isInstanceOf(Reading.Refused.class);
    assertThat(amazon.asked()).isEmpty();
  }

  @Test
  void asksForACertificateOnceAndWaitsForItWhereAmazonIsAway() {
    amazon.away();
    assertThat(read(sent(BOUNCE))).isInstanceOf(Reading.Later.class);
    amazon.serve(CERTIFICATE, KEYS.certificatePem());
    assertThat(read(sent(BOUNCE))).isInstanceOf(Reading.Deliveries.class);
    assertThat(read(sent(BOUNCE))).isInstanceOf(Reading.Deliveries.class);
    assertThat(amazon.asked()).containsExactly(URI.create(CERTIFICATE), URI.create(CERTIFICATE));
  }

  @Test
  void confirmsASubscription() {
    amazon.serve(SUBSCRIBE, "<ConfirmSubscriptionResponse/>");
    ObjectNode message = message("You have chosen to subscribe", NOW);
    message
        .put("Type", "SubscriptionConfirmation")
        .put("Token", "t")
        .put("SubscribeURL", SUBSCRIBE);
    assertThat(read(call(bytes(signed(message, "1", KEYS)), Map.of())))
        .isInstanceOf(Reading.Deliveries.class);
    assertThat(amazon.asked()).contains(URI.create(SUBSCRIBE));
  }

  @Test
  void confirmsNoSubscriptionElsewhere() {
    ObjectNode message = message("You have chosen to subscribe", NOW);
    message
        .put("Type", "SubscriptionConfirmation")
        .put("Token", "t")
        .put("SubscribeURL", "https://evil.example/");
    assertThat(read(call(bytes(signed(message, "1", KEYS)), Map.of())))
        .isInstanceOf(Reading.Unreadable.class);
    assertThat(amazon.asked()).containsExactly(URI.create(CERTIFICATE));
  }

  private List<DeliveryEvent> events(String event) {
    return ((Reading.Deliveries) read(sent(event))).events();
  }

  private static ObjectNode message(String event, Instant at) {
    return JSON.createObjectNode()
        .put("Type", "Notification")
        .put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
        .put("TopicArn", TOPIC)
        .put("Subject", "Amazon SES Email Event Notification")
        .put("Message", event)
        .put("Timestamp", at.toString())
        .put("SigningCertURL", CERTIFICATE);
  }

  /** As Amazon writes it down for signing: the members by name, each with its value. */
  private static ObjectNode signed(ObjectNode message, String version, SnsKeys keys) {
    StringBuilder text = new StringBuilder();
    for (String member :
        message.path("Type").asText().equals("Notification")
            ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
            : List.of(
                "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")) {
      text.append(member).append('\n').append(message.path(member).asText()).append('\n');
    }
    try {
      Signature signature =
          Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
      signature.initSign(keys.key());
      signature.update(text.toString().getBytes(UTF_8));
      return message
          .put("SignatureVersion", version)
          .put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(ObjectNode message) {
    try {
      return JSON.writeValueAsBytes(message);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
