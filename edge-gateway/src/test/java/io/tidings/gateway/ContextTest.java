package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call's context and address come to. */
class ContextTest extends GatewayTest {
  private static final String SAFARI_ON_IPHONE =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
          + " Gecko) Version/17.2 Mobile/15E148 Safari/604.1";

  @Test
  @DisplayName("behaviour 34: the parts of an address become attributes as far as present")
  void mapsAnAddress() {
    identify("\"traits\": {\"address\": {\"country\": \"NG\", \"state\": \"Lagos\"}}");
    assertThat(texts()).containsEntry("country", "NG").containsEntry("region", "Lagos");
    assertThat(texts()).doesNotContainKey("city");
  }

  @Test
  @DisplayName("behaviour 35: the context of a browser becomes attributes")
  void mapsTheContextOfABrowser() {
    identify(
        """
        "context": {"userAgent": "%s", "locale": "en-NG", "timezone": "Africa/Lagos",
          "ip": "102.89.1.2", "screen": {"width": 390, "height": 844},
          "page": {"url": "https://shop.example/prices"}}
        """
            .formatted(SAFARI_ON_IPHONE));
    assertThat(texts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("user_agent", SAFARI_ON_IPHONE),
                Map.entry("os", "iOS 17.2"),
                Map.entry("device_name", "iPhone"),
                Map.entry("device_type", "mobile"),
                Map.entry("language", "en-NG"),
                Map.entry("resolution", "390x844"),
                Map.entry("ip_address", "102.89.1.2"),
                Map.entry("browser_family", "Mobile Safari"),
                Map.entry("browser_version", "17.2"),
                Map.entry("timezone", "Africa/Lagos"),
                Map.entry("current_url", "https://shop.example/prices")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 | Chrome | Windows 10 | desktop
          Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0 | Firefox | Mac OS X 10.15 | desktop
          Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1 | Mobile Safari | iOS 16.6 | tablet
          Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36 | Chrome Mobile | Android 13 | mobile
          Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | Googlebot | | bot
          """)
  void knowsBrowsersByTheirNames(String userAgent, String browser, String os, String deviceType) {
    identify("\"context\": {\"userAgent\": \"%s\"}".formatted(userAgent));
    assertThat(texts()).containsEntry("browser_family", browser);
    assertThat(texts()).containsEntry("device_type", deviceType);
    assertThat(texts().get("os")).isEqualTo(os);
  }

  @Test
  @DisplayName("behaviour 35: what an app's SDK says of its device goes before its user agent")
  void believesTheSdkOfAnApp() {
    identify(
        """
        "context": {"userAgent": "%s", "os": {"name": "iPadOS", "version": "17.3"},
          "device": {"type": "ios", "model": "iPad7,12", "name": "Ada's iPad"}}
        """
            .formatted(SAFARI_ON_IPHONE));
    assertThat(texts())
        .containsEntry("os", "iPadOS 17.3")
        .containsEntry("device_name", "Ada's iPad")
        .containsEntry("device_type", "ios");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "Mozilla/5.0", "💌", "((((((((((", "%s%n\\u0001"})
  void takesUserAgentsThatTellNothing(String userAgent) {
    identify("\"context\": {\"userAgent\": \"%s\"}".formatted(userAgent));
    assertThat(texts()).doesNotContainKeys("browser_family", "os", "device_type");
  }

  @Test
  void triesNoPatternOnEndlessUserAgents() {
    identify("\"context\": {\"userAgent\": \"%s\"}".formatted("Chrome/1.0 ".repeat(2_000)));
    assertThat(texts()).containsKey("user_agent").doesNotContainKey("browser_family");
  }

  @Test
  void ofOtherShapesNothingIsTakenAndNoCallIsLost() {
    identify(
        """
        "context": {"userAgent": 7, "locale": [], "ip": {}, "screen": "wide", "page": 1,
          "device": [], "os": "iOS", "externalIds": {}, "traits": "none"}
        """);
    assertThat(texts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "{\"direct\": true},,127.0.0.1",
    "{},,",
    "{},https://shop.example,127.0.0.1",
    "{\"direct\": false},https://shop.example,",
  })
  void takesTheAddressOfTheConnectionFromBrowsersOnly(
      String context, String origin, String address) {
    var headers = origin == null ? basic() : with(basic(), "Origin", origin);
    post("/v1/i", "{\"userId\": \"u1\", \"context\": %s}".formatted(context), headers);
    assertThat(texts().get("ip_address")).isEqualTo(address);
  }

  @Test
  @DisplayName("behaviour 36: every other trait becomes a custom attribute")
  void keepsEveryOtherTrait() {
    identify(
        """
        "traits": {"plan": "pro", "a.b": 1, "say \\"hi\\"": true, "💌": "x", "%s": "long"}
        """
            .formatted("k".repeat(255)));
    assertThat(onlyUpdate().getAttributesMap())
        .containsOnlyKeys("plan", "a.b", "say \"hi\"", "💌", "k".repeat(255));
  }

  @Test
  void findsIdentifiersInTheContext() {
    identify(
        """
        "context": {"traits": {"email": "ada@example.org"},
          "device": {"type": "iOS", "token": "t-1", "advertisingId": "idfa-1",
                     "adTrackingEnabled": true},
          "externalIds": [{"id": "c-1", "type": "crm_id", "collection": "users"},
                          {"id": "g-1", "type": "group_id", "collection": "accounts"},
                          {"id": 3}, "x"]}
        """);
    assertThat(texts()).containsEntry("email", "ada@example.org");
    assertThat(onlyUpdate().getDevicesList())
        .containsExactly(Device.newBuilder().setToken("t-1").setPlatform("ios").build());
    assertThat(onlyUpdate().getIdentifiersList())
        .containsExactly(identifier("ios.idfa", "idfa-1"), identifier("crm_id", "c-1"));
  }

  @Test
  void takesAnAdvertisingIdOnlyWhereItsUserAgreed() {
    identify("\"context\": {\"device\": {\"type\": \"android\", \"advertisingId\": \"a-1\"}}");
    assertThat(onlyUpdate().getIdentifiersList()).isEmpty();
  }

  private void identify(String members) {
    var response = post("/v1/identify", "{\"userId\": \"u1\", %s}".formatted(members), basic());
    assertThat(response.body()).isEqualTo(SUCCESS);
  }

  private ProfileUpdate onlyUpdate() {
    assertThat(profiles.batches(workspace)).hasSize(1);
    return profiles.batches(workspace).getFirst().getFirst();
  }

  private Map<String, String> texts() {
    return onlyUpdate().getAttributesMap().entrySet().stream()
        .filter(attribute -> attribute.getValue().getKindCase() == Value.KindCase.TEXT)
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getText()));
  }

  private static Identifier identifier(String type, String value) {
    return Identifier.newBuilder().setType(type).setValue(value).build();
  }
}
