package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Stripe: customers, what they were charged and invoiced, their subscriptions. See <a
 * href="https://docs.stripe.com/webhooks#verify-manually">how its webhooks are signed</a>; Stripe
 * signs each repetition anew.
 */
@Singleton
final class StripeWebhook implements Source {
  private static final String SIGNING_SECRET = "signing_secret";
  private static final Duration TOLERANCE = Duration.ofSeconds(300);

  /** What is told of a customer's deeds; amounts are in the smallest unit of the currency. */
  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "status",
          "currency",
          "amount",
          "amount_captured",
          "amount_refunded",
          "amount_due",
          "amount_paid",
          "amount_remaining",
          "total",
          "paid",
          "refunded",
          "failure_code",
          "failure_message",
          "invoice",
          "number",
          "billing_reason",
          "attempt_count",
          "subscription",
          "cancel_at_period_end",
          "current_period_start",
          "current_period_end",
          "trial_end",
          "canceled_at",
          "livemode");

  @Override
  public String id() {
    return "stripe";
  }

  @Override
  public String name() {
    return "Stripe";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            SIGNING_SECRET,
            "signing secret of the webhook endpoint, whsec_…, from Stripe's dashboard",
            SettingType.TEXT,
            true,
            true),
        OwnUserId.SETTING);
  }

  @Override
  public Reading read(WebhookCall call, Settings settings, Instant now) {
    if (!isSigned(call, settings.get(SIGNING_SECRET), now)) {
      return new Reading.Refused(
          "no v1 of Stripe-Signature is the signature of this body, or it is older than 300 s");
    }
    return WebhookJson.readObject(call.bytes())
        .<Reading>map(event -> read(event, settings, now))
        .orElse(WebhookJson.NO_JSON);
  }

  private static boolean isSigned(WebhookCall call, String secret, Instant now) {
    String time = "";
    for (String part : call.header("stripe-signature").split(",", -1)) {
      if (part.strip().startsWith("t=")) {
        time = part.strip().substring("t=".length());
      }
    }
    byte[] expected =
        Signatures.hmac("HmacSHA256", secret, (time + ".").getBytes(UTF_8), call.bytes());
    boolean signed = false;
    for (String part : call.header("stripe-signature").split(",", -1)) {
      signed |=
          part.strip().startsWith("v1=")
              && Signatures.isHex(expected, part.strip().substring("v1=".length()));
    }
    return signed && Signatures.isFresh(time, now, TOLERANCE);
  }

  private static Reading read(JsonNode event, Settings settings, Instant now) {
    String id = WebhookJson.text(event, "id");
    String type = WebhookJson.text(event, "type");
    JsonNode object = event.path("data").path("object");
    if (id.isEmpty() || type.isEmpty() || !object.isObject()) {
      return new Reading.Unreadable("an event of Stripe has an id, a type and data.object");
    }
    String key = "stripe:" + id;
    Instant at = WebhookJson.seconds(event.path("created"), now);
    if (type.equals("customer.created") || type.equals("customer.updated")) {
      return new Reading.Customers(key, customer(key, object, settings, at));
    }
    return new Reading.Customers(key, isTold(type) ? deed(key, type, object, at) : List.of());
  }

  private static boolean isTold(String type) {
    return type.equals("customer.deleted")
        || type.startsWith("customer.subscription.")
        || type.startsWith("charge.")
        || type.startsWith("invoice.");
  }

  private static List<CustomerCall> customer(
      String key, JsonNode customer, Settings settings, Instant at) {
    String id = WebhookJson.text(customer, "id");
    if (id.isEmpty()) {
      return List.of();
    }
    Map<String, Object> attributes =
        new HashMap<>(WebhookJson.scalars(customer, List.of("email", "name", "phone")));
    JsonNode address = customer.path("address");
    attributes.putAll(WebhookJson.scalars(address, List.of("country", "city")));
    if (!WebhookJson.text(address, "state").isEmpty()) {
      attributes.put("region", WebhookJson.text(address, "state"));
    }
    attributes.put("stripe_customer_id", id);
    return List.of(
        OwnUserId.in(customer.path("metadata"), settings)
            .map(own -> new CustomerCall(key, own, id, at, attributes, null, Map.of()))
            .orElseGet(() -> new CustomerCall(key, id, null, at, attributes, null, Map.of())));
  }

  private static List<CustomerCall> deed(String key, String type, JsonNode object, Instant at) {
    String user = userOf(type, object);
    if (user.isEmpty()) {
      return List.of();
    }
    Map<String, Object> properties = WebhookJson.scalars(object, PROPERTIES);
    JsonNode price = object.path("items").path("data").path(0).path("price");
    WebhookJson.scalars(price, List.of("id", "nickname", "unit_amount"))
        .forEach((name, value) -> properties.put("price_" + name, value));
    Map<String, Object> metadata = WebhookJson.scalars(object.path("metadata"));
    if (!metadata.isEmpty()) {
      properties.put("metadata", metadata);
    }
    return List.of(new CustomerCall(key, user, null, at, Map.of(), type, properties));
  }

  /** The customer; where nobody was made one, the address that the receipt goes to. */
  private static String userOf(String type, JsonNode object) {
    if (type.equals("customer.deleted")) {
      return WebhookJson.text(object, "id");
    }
    JsonNode customer = object.path("customer");
    String id = customer.isObject() ? WebhookJson.text(customer, "id") : WebhookJson.text(customer);
    if (!id.isEmpty()) {
      return id;
    }
    String email = WebhookJson.text(object, "customer_email", "receipt_email");
    return (email.isEmpty() ? WebhookJson.text(object.path("billing_details"), "email") : email)
        .toLowerCase(Locale.ROOT);
  }
}
