package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tidings.integration.connection.ConnectableContract;
import io.tidings.integration.connection.Settings;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every source keeps to. A subclass names the source, settings that are valid for it, how its
 * service sends a webhook, and one that tells something.
 */
abstract class WebhookSourceContract extends ConnectableContract {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final UUID SEND = UUID.fromString("0198f1d0-0000-7000-8000-000000000001");
  static final UUID CONNECTION = UUID.fromString("0198f000-0000-7000-8000-000000000001");

  abstract Source source();

  @Override
  protected final Source connectable() {
    return source();
  }

  /** As the service sends it at that time, with what proves it. */
  abstract WebhookCall sent(byte[] body, Instant at);

  /** The same, but that what proves it is missing or does not hold. */
  WebhookCall unsigned(byte[] body) {
    return call(body, Map.of());
  }

  /** Settings of somebody else's connection. */
  Map<String, String> settingsOfAnother() {
    Map<String, String> others = new TreeMap<>(validSettings());
    others.replaceAll(
        (name, value) -> isSecret(name) ? new StringBuilder(value).reverse().toString() : value);
    return others;
  }

  /** One that tells something. */
  abstract String example();

  /** Whether what proves it also says when it was sent. */
  abstract boolean isTimed();

  final WebhookCall sent(String body) {
    return sent(body.getBytes(UTF_8), NOW);
  }

  final Reading read(WebhookCall call) {
    return source().read(call, settings(), NOW);
  }

  static WebhookCall call(byte[] body, Map<String, String> headers) {
    return new WebhookCall(
        CONNECTION, "/v1/webhooks/" + CONNECTION, headers, ByteString.copyFrom(body));
  }

  @Test
  void takesWhatIsSigned() {
    assertThat(read(sent(example())))
        .isNotInstanceOf(Reading.Refused.class)
        .isNotInstanceOf(Reading.Unreadable.class)
        .isEqualTo(read(sent(example())));
  }

  @Test
  void refusesWhatIsNotSigned() {
    byte[] body = example().getBytes(UTF_8);
    assertThat(read(unsigned(body))).isInstanceOf(Reading.Refused.class);
    WebhookCall good = sent(example());
    for (String name : good.headers().keySet()) {
      for (String odd : List.of("", "x", "=", ",", "t=,v1=", "Basic", "Basic ???", "t=1,v1=ä")) {
        Map<String, String> headers = new HashMap<>(good.headers());
        headers.put(name, odd);
        assertThat(read(new WebhookCall(CONNECTION, good.target(), headers, good.body())))
            .as("%s: %s", name, odd)
            .isInstanceOf(Reading.Refused.class);
      }
    }
  }

  @Test
  void refusesTheSignatureOfAnotherSecret() {
    Settings others = Settings.of(source().settings(), settingsOfAnother());
    assertThat(source().read(sent(example()), others, NOW)).isInstanceOf(Reading.Refused.class);
  }

  @Test
  void refusesWhatIsTooOld() {
    if (isTimed()) {
      byte[] body = example().getBytes(UTF_8);
      assertThat(read(sent(body, NOW.minusSeconds(250)))).isNotInstanceOf(Reading.Refused.class);
      assertThat(read(sent(body, NOW.minusSeconds(3 * 86_400))))
          .isInstanceOf(Reading.Refused.class);
      assertThat(read(sent(body, NOW.plusSeconds(3 * 86_400)))).isInstanceOf(Reading.Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "0",
        "[]",
        "{}",
        "{",
        "\"x\"",
        "[null]",
        "[[]]",
        "[1]",
        "{\"a\":1} {}",
        "\0",
        "{\"id\":[],\"type\":{},\"event\":7,\"data\":null}",
        "{\"id\":\"e\",\"type\":\"charge.succeeded\",\"data\":{\"object\":[]}}",
        "{\"event\":\"charge.success\",\"data\":{\"customer\":7,\"metadata\":\"x\"}}",
        "{\"event\":\"charge.success\",\"data\":{\"id\":1e999,\"customer\":{\"email\":[]}}}",
        "<xml/>",
        "a=b&c=%zz"
      })
  void anythingSignedIsAnAnswer(String body) {
    assertThat(read(sent(body))).isNotNull();
  }

  @Test
  void anyBytesAreAnAnswer() {
    byte[] body = example().getBytes(UTF_8);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] broken = Arrays.copyOf(body, 1 + random.nextInt(body.length));
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      assertThat(read(sent(broken, NOW))).isNotNull();
      assertThat(read(unsigned(broken))).isInstanceOf(Reading.Refused.class);
    }
    byte[] deep = ("{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)).getBytes(UTF_8);
    assertThat(read(sent(deep, NOW))).isNotNull();
  }

  private boolean isSecret(String name) {
    return source().settings().stream()
        .anyMatch(setting -> setting.name().equals(name) && setting.secret());
  }
}
