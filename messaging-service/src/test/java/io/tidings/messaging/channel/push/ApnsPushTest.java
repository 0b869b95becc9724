package io.tidings.messaging.channel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.pushy.apns.server.RejectionReason;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Platform;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.ProviderContract;
import io.tidings.messaging.channel.Push;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.channel.StandIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ApnsPushTest extends ProviderContract {

  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  private ServerKeys keys;

  @BeforeAll
  void makeKeys() throws Exception {
    keys = ServerKeys.make();
  }

  @Override
  protected Provider provider() {
    return new ApnsPush(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Override
  protected StandIn standIn() throws Exception {
    return new MockApns(keys);
  }

  private MockApns apple() {
    return (MockApns) standIn;
  }

  @Override
  protected Map<String, String> settingsFor(int port) {
    return MockApns.settings(port, keys);
  }

  @Override
  protected Message message() {
    return push("00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0");
  }

  @Override
  protected Message foreignMessage() {
    return new Sms(UUID.randomUUID(), "+2348012345678", "Hello");
  }

  private static Push push(String token) {
    return new Push(
        UUID.randomUUID(), token, Platform.IOS, "Usage", "312 GB", Map.of("plan", "Max"));
  }

  @Test
  void writesANotificationAsAppleWantsIt() {
    Message push = message();
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(push)).isEqualTo(new Outcome.Accepted(push.sendId().toString()));
    }
    MockApns.Received received = apple().notifications().getFirst();
    assertThat(received.payload())
        .contains("\"alert\":{")
        .contains("\"title\":\"Usage\"")
        .contains("\"body\":\"312 GB\"")
        .contains("\"plan\":\"Max\"");
    assertThat(received.headers())
        .containsEntry("apns-id", push.sendId().toString())
        .containsEntry("apns-collapse-id", push.sendId().toString())
        .containsEntry("apns-topic", "com.example.mint")
        .containsEntry("apns-push-type", "alert")
        .containsEntry("apns-priority", "10")
        .containsEntry(
            "apns-expiration", Long.toString(NOW.plus(Duration.ofDays(1)).getEpochSecond()));
    assertThat(received.headers().get("authorization")).startsWith("bearer ");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "apns-replies.csv", delimiter = '|', numLinesToSkip = 1)
  void readsReplies(int status, String reason, String outcome) {
    assertThat(
            new ApnsReply(status, reason == null ? "" : reason)
                .outcome()
                .getClass()
                .getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void aTokenOfTheOtherEnvironmentIsNotTakenForDead() {
    apple().reject(RejectionReason.BAD_DEVICE_TOKEN);
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(message()))
          .isEqualTo(
              new Outcome.Rejected(
                  "400 BadDeviceToken: the token is not of this app, or of its other environment;"
                      + " see host"));
    }
  }

  @Test
  void refusesATokenThatWouldLeadElsewhere() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(push("../../2/device"))).isInstanceOf(Outcome.Rejected.class);
    }
    assertThat(standIn.taken()).isZero();
  }

  @Test
  void defersWhereTheServerIsNotWhoItShouldBe() throws Exception {
    Map<String, String> settings = impatient(standIn.settings());
    settings.put("ca_certificate", ServerKeys.make().certificatePem());
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.send(message())).isInstanceOf(Outcome.Deferred.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "key, abc, key is not the content of a .p8 file",
    "port, 0, port '0' is not a whole number from 1 to 65535",
    "ca_certificate, abc, ca_certificate is not a certificate in PEM form"
  })
  void namesTheSettingAtFault(String setting, String offered, String words) {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put(setting, offered);
    assertThatThrownBy(() -> connect(settings))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(words);
  }
}
