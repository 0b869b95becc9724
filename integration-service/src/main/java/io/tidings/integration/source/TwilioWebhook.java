package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import io.tidings.integration.source.DeliveryEvent.SendName;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Twilio: what became of an SMS. See <a
 * href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">how its webhooks are
 * signed</a>: over the address that Twilio calls, which only the operator knows, and without a
 * time.
 */
@Singleton
final class TwilioWebhook implements Source {
  private static final String AUTH_TOKEN = "auth_token";
  private static final String BASE_URL = "base_url";

  /** Unknown number, and a line that takes no SMS. */
  private static final Set<String> HARD = Set.of("30005", "30006");

  @Override
  public String id() {
    return "twilio";
  }

  @Override
  public String name() {
    return "Twilio";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            AUTH_TOKEN,
            "auth token of the account, from Twilio's console",
            SettingType.TEXT,
            true,
            true),
        new Setting(
            BASE_URL,
            "where Twilio reaches the gateway, without the path: https://api.example.com",
            SettingType.OWN_URL,
            true,
            false));
  }

  @Override
  public Reading read(WebhookCall call, Settings settings, Instant now) {
    Map<String, String> form = form(call.body().toStringUtf8());
    StringBuilder signed =
        new StringBuilder(settings.get(BASE_URL).replaceAll("/+$", "")).append(call.target());
    form.forEach((name, value) -> signed.append(name).append(value));
    byte[] expected =
        Signatures.hmac("HmacSHA1", settings.get(AUTH_TOKEN), signed.toString().getBytes(UTF_8));
    if (!Signatures.same(
        Base64.getEncoder().encodeToString(expected), call.header("x-twilio-signature"))) {
      return new Reading.Refused(
          "X-Twilio-Signature is not the signature of this form at %s%s; is base_url where Twilio"
                  .formatted(settings.get(BASE_URL), call.target())
              + " calls?");
    }
    String message = form.getOrDefault("MessageSid", form.getOrDefault("SmsSid", ""));
    String status = form.getOrDefault("MessageStatus", form.getOrDefault("SmsStatus", ""));
    if (message.isEmpty() || status.isEmpty()) {
      return new Reading.Unreadable("a status of Twilio has a MessageSid and a MessageStatus");
    }
    Kind kind = kindOf(status, form.getOrDefault("ErrorCode", ""));
    return new Reading.Deliveries(
        "twilio:%s:%s".formatted(message, status),
        kind == null ? List.of() : List.of(event(kind, message, form, now)));
  }

  private static DeliveryEvent event(
      Kind kind, String message, Map<String, String> form, Instant now) {
    String code = form.getOrDefault("ErrorCode", "");
    return new DeliveryEvent(
        kind,
        Medium.SMS,
        new SendName.Reference("twilio", message),
        form.getOrDefault("To", ""),
        code.isEmpty() ? "" : "error " + code,
        now);
  }

  /** Null where it says nothing final: queued, sent. */
  private static @Nullable Kind kindOf(String status, String errorCode) {
    return switch (status) {
      case "delivered" -> Kind.DELIVERED;
      case "undelivered", "failed" ->
          HARD.contains(errorCode) ? Kind.HARD_BOUNCE : Kind.SOFT_BOUNCE;
      default -> null;
    };
  }

  /** By name, as it is signed. */
  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!name.isEmpty()) {
        form.put(decoded(name), decoded(value));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }
}
