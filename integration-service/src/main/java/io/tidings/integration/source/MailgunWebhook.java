package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mailgun: what became of a mail. See <a
 * href="https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks">how
 * its webhooks are signed</a>: the signature is over a token and not over the body, so a token
 * counts once, and it stands in the body, which is parsed therefore before it is believed.
 */
@Singleton
final class MailgunWebhook implements Source {
  private static final String SIGNING_KEY = "signing_key";

  /** Mailgun goes on for 8 hours. */
  private static final Duration TOLERANCE = Duration.ofHours(9);

  private static final Set<String> HARD = Set.of("bounce", "suppress-bounce");

  @Override
  public String id() {
    return "mailgun";
  }

  @Override
  public String name() {
    return "Mailgun";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            SIGNING_KEY,
            "HTTP webhook signing key, from Mailgun's API security settings",
            SettingType.TEXT,
            true,
            true));
  }

  @Override
  public Reading read(WebhookCall call, Settings settings, Instant now) {
    JsonNode body = WebhookJson.readObject(call.bytes()).orElse(null);
    if (body == null || !isSigned(body.path("signature"), settings.get(SIGNING_KEY), now)) {
      return new Reading.Refused(
          "signature.signature is not the signature of signature.timestamp and signature.token, or"
              + " it is older than 9 h");
    }
    JsonNode event = body.path("event-data");
    if (!event.isObject()) {
      return new Reading.Unreadable("a webhook of Mailgun has event-data");
    }
    String key = "mailgun:" + WebhookJson.text(body.path("signature"), "token");
    Kind kind = kindOf(event);
    return new Reading.Deliveries(key, kind == null ? List.of() : List.of(read(event, kind, now)));
  }

  private static boolean isSigned(JsonNode signature, String key, Instant now) {
    String time = WebhookJson.text(signature, "timestamp");
    String token = WebhookJson.text(signature, "token");
    byte[] expected = Signatures.hmac("HmacSHA256", key, (time + token).getBytes(UTF_8));
    return Signatures.isHex(expected, WebhookJson.text(signature, "signature"))
        && Signatures.isFresh(time, now, TOLERANCE);
  }

  private static DeliveryEvent read(JsonNode event, Kind kind, Instant now) {
    JsonNode status = event.path("delivery-status");
    return new DeliveryEvent(
        kind,
        Medium.EMAIL,
        CarriedSendId.of(
            event.path("user-variables"),
            WebhookJson.text(event.path("message").path("headers"), "message-id")),
        WebhookJson.text(event, "recipient"),
        (WebhookJson.text(status, "code")
                + " "
                + WebhookJson.text(status, "message", "description"))
            .strip(),
        WebhookJson.seconds(event.path("timestamp"), now));
  }

  /** Null where it says nothing final: Mailgun tries again what failed for the time being. */
  private static @Nullable Kind kindOf(JsonNode event) {
    return switch (WebhookJson.text(event, "event")) {
      case "delivered" -> Kind.DELIVERED;
      case "failed" ->
          !WebhookJson.text(event, "severity").equals("permanent")
              ? null
              : HARD.contains(WebhookJson.text(event, "reason"))
                  ? Kind.HARD_BOUNCE
                  : Kind.SOFT_BOUNCE;
      case "complained" -> Kind.COMPLAINT;
      case "opened" -> Kind.OPENED;
      case "clicked" -> Kind.CLICKED;
      default -> null;
    };
  }
}
