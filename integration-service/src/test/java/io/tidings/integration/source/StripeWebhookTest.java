package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeWebhookTest extends WebhookSourceContract {
  private static final String SECRET = "whsec_" + UUID.randomUUID();
  private static final String CUSTOMER =
      """
      {"id": "evt_1", "object": "event", "type": "customer.updated", "created": 1772366300,
       "pending_webhooks": 1, "livemode": true, "data": {"object": {
         "id": "cus_9", "object": "customer", "email": "ada@example.com", "name": "Ada Obi",
         "phone": "+2348012345678", "balance": 0, "metadata": {"user_id": "u-7", "plan": "pro"},
         "address": {"city": "Lagos", "country": "NG", "state": "LA", "line1": null}}}}
      """;
  private static final String CHARGE =
      """
      {"id": "evt_2", "type": "charge.succeeded", "created": 1772366300, "data": {"object": {
         "id": "ch_1", "object": "charge", "amount": 4200, "currency": "ngn", "paid": true,
         "customer": "cus_9", "receipt_email": "Ada@Example.com", "status": "succeeded",
         "metadata": {"order": "A-1"}, "billing_details": {"email": "ada@example.com"}}}}
      """;

  @Override
  Source source() {
    return new StripeWebhook();
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("signing_secret", SECRET);
  }

  @Override
  WebhookCall sent(byte[] body, Instant at) {
    return call(
        body,
        Map.of(
            "stripe-signature",
            "t=%d,v1=%s,v0=00".formatted(at.getEpochSecond(), signature(SECRET, at, body))));
  }

  @Override
  String example() {
    return CUSTOMER;
  }

  @Override
  boolean isTimed() {
    return true;
  }

  @Test
  @DisplayName("behaviour 23: a customer of Stripe is a user, by your own id where metadata has it")
  void identifiesCustomers() {
    assertThat(calls(CUSTOMER))
        .containsExactly(
            new CustomerCall(
                "stripe:evt_1",
                "u-7",
                "cus_9",
                Instant.ofEpochSecond(1772366300),
                Map.of(
                    "email", "ada@example.com",
                    "name", "Ada Obi",
                    "phone", "+2348012345678",
                    "country", "NG",
                    "region", "LA",
                    "city", "Lagos",
                    "stripe_customer_id", "cus_9"),
                null,
                Map.of()));
    assertThat(calls(CUSTOMER.replace("\"user_id\"", "\"other\"")))
        .extracting(CustomerCall::userId, CustomerCall::otherId)
        .containsExactly(tuple("cus_9", null));
  }

  @Test
  void tracksWhatACustomerPaid() {
    assertThat(calls(CHARGE))
        .containsExactly(
            new CustomerCall(
                "stripe:evt_2",
                "cus_9",
                null,
                Instant.ofEpochSecond(1772366300),
                Map.of(),
                "charge.succeeded",
                Map.of(
                    "id",
                    "ch_1",
                    "amount",
                    4200.0,
                    "currency",
                    "ngn",
                    "paid",
                    true,
                    "status",
                    "succeeded",
                    "metadata",
                    Map.of("order", "A-1"))));
  }

  @Test
  void whoeverPaidWithoutBeingACustomerIsKnownByAddress() {
    assertThat(calls(CHARGE.replace("\"cus_9\"", "null")))
        .extracting(CustomerCall::userId)
        .containsExactly("ada@example.com");
    assertThat(
            calls(
                """
                {"id": "evt_3", "type": "charge.refunded", "created": 1, "data": {"object": {
                  "id": "ch_2", "billing_details": {"email": "Bo@example.com"}}}}
                """))
        .extracting(CustomerCall::userId)
        .containsExactly("bo@example.com");
    assertThat(
            calls(
                """
                {"id": "evt_4", "type": "invoice.paid", "data": {"object": {"id": "in_1"}}}
                """))
        .isEmpty();
  }

  @Test
  void tracksSubscriptionsWithTheirPrice() {
    assertThat(
            calls(
                """
                {"id": "evt_5", "type": "customer.subscription.updated", "created": 1772366300,
                 "data": {"object": {"id": "sub_1", "customer": {"id": "cus_9"}, "status": "active",
                  "cancel_at_period_end": false, "items": {"data": [
                    {"price": {"id": "price_1", "nickname": "Pro", "unit_amount": 900}}]}}}}
                """))
        .singleElement()
        .satisfies(call -> assertThat(call.userId()).isEqualTo("cus_9"))
        .satisfies(call -> assertThat(call.event()).isEqualTo("customer.subscription.updated"))
        .satisfies(call ->
            assertThat(call.properties())
                .isEqualTo(
                    Map.of(
                        "id", "sub_1",
                        "status", "active",
                        "cancel_at_period_end", false,
                        "price_id", "price_1",
                        "price_nickname", "Pro",
                        "price_unit_amount", 900.0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"payout.paid", "customer.source.created", "customer.tax_id.created"})
  void passesOverWhatIsOfNoUse(String type) {
    assertThat(calls(CHARGE.replace("charge.succeeded", type))).isEmpty();
  }

  @Test
  void anySignatureOfThoseGivenWillDo() {
    byte[] body = CUSTOMER.getBytes(UTF_8);
    String good = signature(SECRET, NOW, body);
    String old = signature("whsec_the-old-one", NOW, body);
    for (String signatures :
        List.of("v1=%s, v1=%s".formatted(old, good), "v1=%s,v1=%s".formatted(good, old))) {
      assertThat(
              read(
                  call(
                      body,
                      Map.of("stripe-signature", "t=" + NOW.getEpochSecond() + "," + signatures))))
          .isInstanceOf(Reading.Customers.class);
    }
    assertThat(
            read(
                call(
                    body, Map.of("stripe-signature", "t=" + NOW.getEpochSecond() + ",v0=" + good))))
        .isInstanceOf(Reading.Refused.class);
  }

  @Test
  void isTooOldAfterFiveMinutes() {
    byte[] body = CUSTOMER.getBytes(UTF_8);
    assertThat(read(sent(body, NOW.minusSeconds(300)))).isInstanceOf(Reading.Customers.class);
    assertThat(read(sent(body, NOW.minusSeconds(301)))).isInstanceOf(Reading.Refused.class);
  }

  private List<CustomerCall> calls(String body) {
    Reading reading = read(sent(body));
    assertThat(reading).isInstanceOf(Reading.Customers.class);
    return ((Reading.Customers) reading).calls();
  }

  static String signature(String secret, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update((at.getEpochSecond() + ".").getBytes(UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
