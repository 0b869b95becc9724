package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.tidings.integration.source.DeliveryEvent.Kind;
import io.tidings.integration.source.DeliveryEvent.Medium;
import io.tidings.integration.source.DeliveryEvent.SendName;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioWebhookTest extends WebhookSourceContract {
  private static final String TOKEN = "token-" + UUID.randomUUID();
  private static final String TARGET = "/v1/webhooks/" + CONNECTION + "?region=ng";
  private static final String FAILED =
      "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005&To=%2B2348012345678&From=Mint+Net";

  @Override
  Source source() {
    return new TwilioWebhook();
  }

  @Override
  protected Map<String, String> validSettings() {
    return Map.of("auth_token", TOKEN, "base_url", "https://api.mint.example/");
  }

  @Override
  WebhookCall sent(byte[] body, Instant at) {
    return new WebhookCall(
        CONNECTION,
        TARGET,
        Map.of(
            "x-twilio-signature",
            signature("https://api.mint.example" + TARGET, new String(body, UTF_8))),
        ByteString.copyFrom(body));
  }

  @Override
  String example() {
    return FAILED;
  }

  @Override
  boolean isTimed() {
    return false;
  }

  @Test
  @DisplayName("behaviour 24: what Twilio tells belongs to the message that it took")
  void tellsOfABounce() {
    assertThat(events(FAILED))
        .containsExactly(
            new DeliveryEvent(
                Kind.HARD_BOUNCE,
                Medium.SMS,
                new SendName.Reference("twilio", "SM1"),
                "+2348012345678",
                "error 30005",
                NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "delivered, '', DELIVERED",
    "failed, 30006, HARD_BOUNCE",
    "failed, 30008, SOFT_BOUNCE",
    "undelivered, '', SOFT_BOUNCE"
  })
  void tellsKindsApart(String status, String error, Kind kind) {
    assertThat(events("SmsSid=SM1&SmsStatus=%s&ErrorCode=%s".formatted(status, error)))
        .extracting(DeliveryEvent::kind, DeliveryEvent::reason)
        .containsExactly(tuple(kind, error.isEmpty() ? "" : "error " + error));
    assertThat(events("MessageSid=SM1&MessageStatus=queued")).isEmpty();
    assertThat(events("MessageSid=SM1&MessageStatus=sent")).isEmpty();
  }

  @Test
  void theAddressThatWasCalledIsSigned() {
    WebhookCall good = sent(FAILED);
    assertThat(read(new WebhookCall(CONNECTION, TARGET + "&more=1", good.headers(), good.body())))
        .isInstanceOf(Reading.Refused.class);
  }

  @Test
  void eachStatusOfAMessageCountsOnce() {
    assertThat(key("MessageSid=SM1&MessageStatus=sent"))
        .isNotEqualTo(key("MessageSid=SM1&MessageStatus=delivered"))
        .isEqualTo(key("MessageStatus=sent&MessageSid=SM1&To=x"));
  }

  private String key(String body) {
    return ((Reading.Deliveries) read(sent(body))).key();
  }

  private List<DeliveryEvent> events(String body) {
    return ((Reading.Deliveries) read(sent(body))).events();
  }

  /** As Twilio describes it; what has no good form is signed as it stands. */
  private static String signature(String address, String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (!parts[0].isEmpty()) {
        form.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
      }
    }
    StringBuilder text = new StringBuilder(address);
    form.forEach((name, value) -> text.append(name).append(value));
    return Base64.getEncoder()
        .encodeToString(Signatures.hmac("HmacSHA1", TOKEN, text.toString().getBytes(UTF_8)));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }
}
