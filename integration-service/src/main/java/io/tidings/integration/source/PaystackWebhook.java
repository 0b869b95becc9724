package io.tidings.integration.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Paystack: customers, what they paid, their subscriptions and whether they were identified. See <a
 * href="https://paystack.com/docs/payments/webhooks/#signature-validation">how its webhooks are
 * signed</a>: without a time, so that none of them is ever too old.
 */
@Singleton
final class PaystackWebhook implements Source {
  private static final String SECRET_KEY = "secret_key";

  /** What is told of a payment or subscription; amounts are in the currency's smallest unit. */
  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "reference",
          "status",
          "amount",
          "fees",
          "currency",
          "channel",
          "gateway_response",
          "subscription_code",
          "cron_expression",
          "next_payment_date",
          "reason");

  @Override
  public String id() {
    return "paystack";
  }

  @Override
  public String name() {
    return "Paystack";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            SECRET_KEY,
            "secret key of the account, sk_…, from Paystack's dashboard",
            SettingType.TEXT,
            true,
            true),
        OwnUserId.SETTING);
  }

  @Override
  public Reading read(WebhookCall call, Settings settings, Instant now) {
    byte[] expected = Signatures.hmac("HmacSHA512", settings.get(SECRET_KEY), call.bytes());
    if (!Signatures.isHex(expected, call.header("x-paystack-signature"))) {
      return new Reading.Refused("x-paystack-signature is not the signature of this body");
    }
    return WebhookJson.readObject(call.bytes())
        .<Reading>map(event -> read(event, Signatures.sha256(call.bytes()), settings, now))
        .orElse(WebhookJson.NO_JSON);
  }

  private static Reading read(JsonNode event, String digest, Settings settings, Instant now) {
    String type = WebhookJson.text(event, "event");
    JsonNode data = event.path("data");
    if (type.isEmpty() || !data.isObject()) {
      return new Reading.Unreadable("an event of Paystack has an event and data");
    }
    String key = keyOf(type, data, digest);
    return new Reading.Customers(
        key, isTold(type) ? customer(key, type, data, settings, now) : List.of());
  }

  private static boolean isTold(String type) {
    return type.equals("charge.success")
        || type.startsWith("subscription.")
        || type.startsWith("customeridentification.");
  }

  /** Events have no id. A charge succeeds once; anything else is known by all that it says. */
  private static String keyOf(String type, JsonNode data, String digest) {
    String id = WebhookJson.text(data, "id");
    return type.equals("charge.success") && !id.isEmpty()
        ? "paystack:charge.success:" + id
        : "paystack:" + digest;
  }

  private static List<CustomerCall> customer(
      String key, String type, JsonNode data, Settings settings, Instant now) {
    // An identification tells of its customer without a part of its own.
    JsonNode customer = data.path("customer").isObject() ? data.path("customer") : data;
    String code = WebhookJson.text(customer, "customer_code");
    String user =
        code.isEmpty() ? WebhookJson.text(customer, "email").toLowerCase(Locale.ROOT) : code;
    if (user.isEmpty()) {
      return List.of();
    }
    Map<String, Object> attributes =
        new HashMap<>(
            WebhookJson.scalars(customer, List.of("email", "first_name", "last_name", "phone")));
    attributes.values().removeIf(value -> value.toString().isBlank());
    if (!code.isEmpty()) {
      attributes.put("paystack_customer_code", code);
    }
    Map<String, Object> properties = propertiesOf(data);
    Instant at = timeOf(type, data, now);
    return List.of(
        OwnUserId.in(customer.path("metadata"), settings)
            .map(own -> new CustomerCall(key, own, user, at, attributes, type, properties))
            .orElseGet(() -> new CustomerCall(key, user, null, at, attributes, type, properties)));
  }

  private static Map<String, Object> propertiesOf(JsonNode data) {
    Map<String, Object> properties = WebhookJson.scalars(data, PROPERTIES);
    JsonNode plan = data.path("plan");
    WebhookJson.scalars(plan, List.of("plan_code", "name", "interval"))
        .forEach((name, value) ->
            properties.put(name.startsWith("plan") ? name : "plan_" + name, value));
    Map<String, Object> metadata = WebhookJson.scalars(data.path("metadata"));
    if (!metadata.isEmpty()) {
      properties.put("metadata", metadata);
    }
    return properties;
  }

  /** Only of a payment and of a new subscription does Paystack say when it happened. */
  private static Instant timeOf(String type, JsonNode data, Instant now) {
    return switch (type) {
      case "charge.success" -> WebhookJson.iso(WebhookJson.text(data, "paid_at", "paidAt"), now);
      case "subscription.create" ->
          WebhookJson.iso(WebhookJson.text(data, "created_at", "createdAt"), now);
      default -> now;
    };
  }
}
