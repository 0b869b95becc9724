package io.tidings.integration.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import io.tidings.integration.source.DeliveryEvent.SendName;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Amazon SES: what became of a mail, as Amazon SNS hands it on; a topic that is subscribed to this
 * address is confirmed at once. See <a
 * href="https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html">what
 * SES publishes</a>.
 */
@Singleton
final class SesWebhook implements Source {
  private static final String TOPIC_ARN = "topic_arn";

  /** SNS goes on for an hour. */
  private static final Duration TOLERANCE = Duration.ofHours(2);

  private final SnsSignature signature;
  private final AmazonPages pages;

  SesWebhook(SnsSignature signature, AmazonPages pages) {
    this.signature = signature;
    this.pages = pages;
  }

  @Override
  public String id() {
    return "amazon_ses";
  }

  @Override
  public String name() {
    return "Amazon SES";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            TOPIC_ARN,
            "the SNS topic that SES publishes to: arn:aws:sns:eu-west-1:123456789012:mail",
            SettingType.TEXT,
            true,
            false));
  }

  /** What is signed by Amazon may still be of somebody else's topic. */
  @Override
  public Reading read(WebhookCall call, Settings settings, Instant now) {
    JsonNode message = WebhookJson.readObject(call.bytes()).orElse(null);
    if (message == null
        || !WebhookJson.text(message, "TopicArn").equals(settings.get(TOPIC_ARN))
        || !isFresh(message, now)) {
      return new Reading.Refused(
          "it is no message of the topic %s, or it is older than 2 h"
              .formatted(settings.get(TOPIC_ARN)));
    }
    try {
      if (!signature.holds(message, now)) {
        return new Reading.Refused("Signature is not that of Amazon SNS over this message");
      }
      String key = "sns:" + WebhookJson.text(message, "MessageId");
      return switch (WebhookJson.text(message, "Type")) {
        case "Notification" -> notification(key, message, now);
        case "SubscriptionConfirmation" -> confirm(key, message);
        default -> new Reading.Deliveries(key, List.of());
      };
    } catch (IOException away) {
      return new Reading.Later("Amazon SNS could not be reached: " + away.getMessage());
    }
  }

  private static boolean isFresh(JsonNode message, Instant now) {
    Instant at = WebhookJson.iso(WebhookJson.text(message, "Timestamp"), Instant.EPOCH);
    return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
  }

  private Reading confirm(String key, JsonNode message) throws IOException {
    URI address = AmazonPages.snsAddress(WebhookJson.text(message, "SubscribeURL")).orElse(null);
    if (address == null) {
      return new Reading.Unreadable("SubscribeURL is no https address of Amazon SNS");
    }
    pages.fetch(address);
    return new Reading.Deliveries(key, List.of());
  }

  private static Reading notification(String key, JsonNode message, Instant now) {
    return WebhookJson.readObject(
            message.path("Message").asText("").getBytes(StandardCharsets.UTF_8))
        .<Reading>map(event -> new Reading.Deliveries(key, read(event, now)))
        .orElseGet(() -> new Reading.Unreadable("Message is no event of Amazon SES"));
  }

  private static List<DeliveryEvent> read(JsonNode event, Instant now) {
    JsonNode mail = event.path("mail");
    return switch (WebhookJson.text(event, "eventType", "notificationType")) {
      case "Delivery" -> events(Kind.DELIVERED, event.path("delivery"), mail, "recipients", now);
      case "Bounce" -> bounce(event.path("bounce"), mail, now);
      case "Complaint" ->
          events(Kind.COMPLAINT, event.path("complaint"), mail, "complainedRecipients", now);
      case "Reject" -> events(Kind.SOFT_BOUNCE, event.path("reject"), mail, "", now);
      case "Open" -> events(Kind.OPENED, event.path("open"), mail, "", now);
      case "Click" -> events(Kind.CLICKED, event.path("click"), mail, "", now);
      default -> List.of();
    };
  }

  private static List<DeliveryEvent> bounce(JsonNode bounce, JsonNode mail, Instant now) {
    Kind kind =
        WebhookJson.text(bounce, "bounceType").equals("Permanent")
            ? Kind.HARD_BOUNCE
            : Kind.SOFT_BOUNCE;
    return events(kind, bounce, mail, "bouncedRecipients", now);
  }

  /** One for each recipient; one where no recipient is named. */
  private static List<DeliveryEvent> events(
      Kind kind, JsonNode what, JsonNode mail, String recipients, Instant now) {
    SendName send = sendOf(mail);
    Instant at = WebhookJson.iso(WebhookJson.text(what, "timestamp"), now);
    String common = WebhookJson.text(what, "smtpResponse", "complaintFeedbackType", "reason");
    List<DeliveryEvent> events = new ArrayList<>();
    for (JsonNode recipient : what.path(recipients)) {
      String address =
          recipient.isObject()
              ? WebhookJson.text(recipient, "emailAddress")
              : WebhookJson.text(recipient);
      String reason = WebhookJson.text(recipient, "diagnosticCode", "status");
      events.add(
          new DeliveryEvent(
              kind, Medium.EMAIL, send, address, reason.isEmpty() ? common : reason, at));
    }
    return events.isEmpty()
        ? List.of(new DeliveryEvent(kind, Medium.EMAIL, send, "", common, at))
        : events;
  }

  /** SES gives the mail an id of its own; the one that it came with is among the headers. */
  private static SendName sendOf(JsonNode mail) {
    String messageId = WebhookJson.text(mail.path("commonHeaders"), "messageId");
    for (JsonNode header : mail.path("headers")) {
      if (WebhookJson.text(header, "name").equalsIgnoreCase("Message-ID")) {
        messageId = WebhookJson.text(header, "value");
      }
    }
    return CarriedSendId.of(mail, messageId);
  }
}
