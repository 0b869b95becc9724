package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PaystackWebhookTest extends WebhookSourceContract {
  private static final String SECRET = "sk_test_" + UUID.randomUUID();
  private static final String CHARGE =
      """
      {"event": "charge.success", "data": {
        "id": 302961, "reference": "qTPrJoy9Bx", "amount": 10000, "currency": "NGN",
        "status": "success", "paid_at": "2026-02-28T10:27:19.000Z", "fees": null,
        "metadata": {"order": "A-1"}, "plan": {"name": "Fibre", "plan_code": "PLN_1"},
        "customer": {"id": 68324, "first_name": "Ada", "last_name": "", "phone": null,
          "email": "ada@example.com", "customer_code": "CUS_qo38", "metadata": {"user_id": "u-7"}}}}
      """;

  @Override
  Source source() {
    return new PaystackWebhook();
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("secret_key", SECRET);
  }

  @Override
  WebhookCall sent(byte[] body, Instant at) {
    return call(body, Map.of("x-paystack-signature", signature(body)));
  }

  @Override
  String example() {
    return CHARGE;
  }

  @Override
  boolean isTimed() {
    return false;
  }

  @Test
  @DisplayName("behaviour 23: a payment at Paystack tells who paid, and is an event of theirs")
  void tellsOfAPayment() {
    assertThat(calls(CHARGE))
        .containsExactly(
            new CustomerCall(
                "paystack:charge.success:302961",
                "u-7",
                "CUS_qo38",
                Instant.parse("2026-02-28T10:27:19Z"),
                Map.of(
                    "email", "ada@example.com",
                    "first_name", "Ada",
                    "paystack_customer_code", "CUS_qo38"),
                "charge.success",
                Map.of(
                    "id", 302961.0,
                    "reference", "qTPrJoy9Bx",
                    "amount", 10000.0,
                    "currency", "NGN",
                    "status", "success",
                    "plan_code", "PLN_1",
                    "plan_name", "Fibre",
                    "metadata", Map.of("order", "A-1"))));
  }

  @Test
  void tellsOfSubscriptionsAndIdentification() {
    String subscription =
        """
        {"event": "subscription.disable", "data": {"subscription_code": "SUB_1", "status": "complete",
          "customer": {"email": "Bo@example.com", "first_name": "Bo"}}}
        """;
    assertThat(calls(subscription))
        .singleElement()
        .satisfies(call -> assertThat(call.userId()).isEqualTo("bo@example.com"))
        .satisfies(call -> assertThat(call.event()).isEqualTo("subscription.disable"))
        .satisfies(call -> assertThat(call.occurredAt()).isEqualTo(NOW))
        .satisfies(call ->
            assertThat(call.properties())
                .isEqualTo(Map.of("subscription_code", "SUB_1", "status", "complete")));
    assertThat(
            calls(
                """
                {"event": "customeridentification.failed", "data": {"customer_id": 8,
                  "customer_code": "CUS_8", "email": "cy@example.com",
                  "identification": {"bvn": "200*****677"}, "reason": "Name mismatch"}}
                """))
        .singleElement()
        .satisfies(call -> assertThat(call.userId()).isEqualTo("CUS_8"))
        .satisfies(
            call -> assertThat(call.properties()).isEqualTo(Map.of("reason", "Name mismatch")));
  }

  @Test
  void aChargeIsTheSameWhateverIsSaidBesides() {
    assertThat(key(CHARGE)).isEqualTo(key(CHARGE.replace("A-1", "A-2")));
    String event = "{\"event\":\"subscription.disable\",\"data\":{\"at\":%d}}";
    assertThat(key(event.formatted(1))).isNotEqualTo(key(event.formatted(2)));
  }

  @Test
  void passesOverWhatIsOfNoUse() {
    assertThat(calls(CHARGE.replace("charge.success", "transfer.success"))).isEmpty();
    assertThat(calls("{\"event\":\"charge.success\",\"data\":{\"id\":1}}")).isEmpty();
  }

  private String key(String body) {
    return ((Reading.Customers) read(sent(body))).key();
  }

  private List<CustomerCall> calls(String body) {
    Reading reading = read(sent(body));
    assertThat(reading).isInstanceOf(Reading.Customers.class);
    return ((Reading.Customers) reading).calls();
  }

  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA512"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
