package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SendGrid: what became of mails, many at once. See <a
 * href="https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event">its events</a>
 * and how the Signed Event Webhook signs them.
 */
@Singleton
final class SendGridWebhook implements Source {
  private static final String VERIFICATION_KEY = "verification_key";

  /** SendGrid goes on for 24 hours. What comes late is of no harm: a repetition changes nothing. */
  private static final Duration TOLERANCE = Duration.ofHours(25);

  /** Those that say that there is no such mailbox; of any other the next mail may arrive. */
  private static final Set<String> HARD = Set.of("", "Invalid Address", "Unclassified");

  @Override
  public String id() {
    return "sendgrid";
  }

  @Override
  public String name() {
    return "SendGrid";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            VERIFICATION_KEY,
            "verification key of the Signed Event Webhook, base64, from SendGrid's mail settings",
            SettingType.EC_PUBLIC_KEY,
            true,
            false));
  }

  @Override
  public Reading read(WebhookCall call, Settings settings, Instant now) {
    String time = call.header("x-twilio-email-event-webhook-timestamp");
    String signature = call.header("x-twilio-email-event-webhook-signature");
    if (!isSigned(settings.get(VERIFICATION_KEY), signature, time, call.bytes())
        || !Signatures.isFresh(time, now, TOLERANCE)) {
      return new Reading.Refused(
          "X-Twilio-Email-Event-Webhook-Signature is not the signature of this timestamp and body,"
              + " or it is older than 25 h");
    }
    String key = "sendgrid:" + Signatures.sha256(call.bytes());
    return WebhookJson.read(call.bytes())
        .filter(JsonNode::isArray)
        .<Reading>map(events -> new Reading.Deliveries(key, read(events, now)))
        .orElseGet(() -> new Reading.Unreadable("the body is no JSON array of events"));
  }

  private static boolean isSigned(String key, String signature, String time, byte[] body) {
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(SettingType.ecPublicKey(key));
      verifier.update(time.getBytes(UTF_8));
      verifier.update(body);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }

  private static List<DeliveryEvent> read(JsonNode events, Instant now) {
    List<DeliveryEvent> read = new ArrayList<>();
    for (JsonNode event : events) {
      Kind kind = kindOf(event);
      if (kind != null) {
        read.add(
            new DeliveryEvent(
                kind,
                Medium.EMAIL,
                CarriedSendId.of(event, WebhookJson.text(event, "smtp-id")),
                WebhookJson.text(event, "email"),
                WebhookJson.text(event, "reason", "response"),
                WebhookJson.seconds(event.path("timestamp"), now)));
      }
    }
    return read;
  }

  /** Null where it says nothing final: taken, put off. */
  private static @Nullable Kind kindOf(JsonNode event) {
    return switch (WebhookJson.text(event, "event")) {
      case "delivered" -> Kind.DELIVERED;
      case "bounce" -> isHard(event) ? Kind.HARD_BOUNCE : Kind.SOFT_BOUNCE;
      // SendGrid did not try: it has the address on a list of its own.
      case "dropped" -> Kind.SOFT_BOUNCE;
      case "spamreport" -> Kind.COMPLAINT;
      case "open" -> Kind.OPENED;
      case "click" -> Kind.CLICKED;
      default -> null;
    };
  }

  private static boolean isHard(JsonNode bounce) {
    return !WebhookJson.text(bounce, "type").equals("blocked")
        && HARD.contains(WebhookJson.text(bounce, "bounce_classification"));
  }
}
