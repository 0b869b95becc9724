package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Postmark: what became of a mail. It signs nothing; user name and password in the address prove
 * that it is Postmark that calls. See <a
 * href="https://postmarkapp.com/developer/webhooks/webhooks-overview">its webhooks</a>.
 */
@Singleton
final class PostmarkWebhook implements Source {
  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";

  private static final Set<String> HARD =
      Set.of("HardBounce", "BadEmailAddress", "ManuallyDeactivated");

  /** Mail that came back though the one that was sent arrived. */
  private static final Set<String> NO_BOUNCE =
      Set.of(
          "AutoResponder",
          "Subscribe",
          "Unsubscribe",
          "AddressChange",
          "ChallengeVerification",
          "OpenRelayTest");

  @Override
  public String id() {
    return "postmark";
  }

  @Override
  public String name() {
    return "Postmark";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            USERNAME,
            "user name in the address that Postmark calls:"
                + " https://user:password@host/v1/webhooks/…",
            SettingType.TEXT,
            true,
            false),
        new Setting(
            PASSWORD, "password in that address; make a long one", SettingType.TEXT, true, true));
  }

  @Override
  public Reading read(WebhookCall call, Settings settings, Instant now) {
    String pair = settings.get(USERNAME) + ":" + settings.get(PASSWORD);
    String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    if (!Signatures.same(expected, call.header("authorization"))) {
      return new Reading.Refused(
          "user name and password are not those of this connection; put them into the address that"
              + " Postmark calls");
    }
    String key = "postmark:" + Signatures.sha256(call.bytes());
    return WebhookJson.readObject(call.bytes())
        .<Reading>map(event -> new Reading.Deliveries(key, read(event, now)))
        .orElse(WebhookJson.NO_JSON);
  }

  private static List<DeliveryEvent> read(JsonNode event, Instant now) {
    Kind kind = kindOf(event);
    if (kind == null) {
      return List.of();
    }
    String at = WebhookJson.text(event, "DeliveredAt", "BouncedAt", "ReceivedAt");
    return List.of(
        new DeliveryEvent(
            kind,
            Medium.EMAIL,
            CarriedSendId.of(event.path("Metadata"), ""),
            WebhookJson.text(event, "Email", "Recipient"),
            WebhookJson.text(event, "Details", "Description"),
            WebhookJson.iso(at, now)));
  }

  /** Null where it says nothing of whether the mail arrived. */
  private static @Nullable Kind kindOf(JsonNode event) {
    return switch (WebhookJson.text(event, "RecordType")) {
      case "Delivery" -> Kind.DELIVERED;
      case "Bounce" -> kindOf(WebhookJson.text(event, "Type"));
      case "SpamComplaint" -> Kind.COMPLAINT;
      case "Open" -> Kind.OPENED;
      case "Click" -> Kind.CLICKED;
      default -> null;
    };
  }

  private static @Nullable Kind kindOf(String bounceType) {
    if (HARD.contains(bounceType)) {
      return Kind.HARD_BOUNCE;
    }
    return NO_BOUNCE.contains(bounceType) ? null : Kind.SOFT_BOUNCE;
  }
}
