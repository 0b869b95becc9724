package io.tidings.messaging.channel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
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
import io.tidings.messaging.channel.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class FcmPushTest extends ProviderContract {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T09:30:00Z"), ZoneOffset.UTC);
  private static final JsonMapper JSON = JsonMapper.createDefault();

  @Override
  protected Provider provider() {
    return new FcmPush(CLOCK, JSON);
  }

  @Override
  protected StandIn standIn() throws IOException {
    return new FcmServer();
  }

  private FcmServer google() {
    return (FcmServer) standIn;
  }

  @Override
  protected Map<String, String> settingsFor(int port) {
    return FcmServer.settings(port);
  }

  @Override
  protected Message message() {
    return new Push(
        UUID.randomUUID(),
        "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1",
        Platform.ANDROID,
        "Usage",
        "312 GB",
        Map.of("plan", "Max"));
  }

  @Override
  protected Message foreignMessage() {
    return new Sms(UUID.randomUUID(), "+2348012345678", "Hello");
  }

  @Test
  void writesAMessageAsGoogleWantsIt() throws IOException {
    Push push =
        new Push(
            UUID.fromString("0198f1d0-0000-7000-8000-000000000001"),
            "device",
            Platform.ANDROID,
            "Usage \"high\"",
            "312 GB — nearly there",
            Map.of("plan", "Max"));
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(push))
          .isEqualTo(new Outcome.Accepted("projects/mint-app/messages/1"));
    }
    assertThat(JSON.readValue(google().bodies().getFirst(), JsonNode.class))
        .isEqualTo(JSON.readValue(golden("fcm-message.json"), JsonNode.class));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "fcm-replies.csv", delimiter = '|', numLinesToSkip = 1)
  void readsReplies(String file, int status, String outcome) throws IOException {
    HttpReply reply = HttpReply.of(status, golden("fcm-replies/" + file), null, JSON, CLOCK);
    assertThat(new FcmReply(reply).outcome().getClass().getSimpleName()).isEqualTo(outcome);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = FcmPushTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "30, 30",
    "'Sun, 1 Mar 2026 09:31:00 GMT', 60",
    "'Sun, 1 Mar 2026 09:00:00 GMT', 0",
    "-5, 0",
    "soon, "
  })
  void waitsAsLongAsItIsTold(String header, Long seconds) throws IOException {
    google().reply(429, golden("fcm-replies/quota-exceeded.json"), header);
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(message()))
          .isEqualTo(
              new Outcome.Deferred(
                  "429 QUOTA_EXCEEDED", seconds == null ? null : Duration.ofSeconds(seconds)));
    }
  }

  @Test
  void isInDoubtWhereTheAnswerCannotBeRead() {
    google().reply(200, "<html>", null);
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(message())).isInstanceOf(Outcome.InDoubt.class);
    }
  }

  @Test
  void usesOneAccessTokenUntilItIsRefused() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      connection.send(message());
      connection.send(message());
      assertThat(google().tokens()).isEqualTo(1);
      google().revokeTokens();
      assertThat(connection.send(message())).isInstanceOf(Outcome.Deferred.class);
      assertThat(connection.send(message())).isInstanceOf(Outcome.Accepted.class);
      assertThat(google().tokens()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "service_account, abc, service_account is not JSON",
    "service_account, [], service_account is not JSON",
    "service_account, {}, 'service_account lacks ''project_id'''",
    "endpoint, ftp://example.com, 'endpoint: ''ftp://example.com'' is not an address like https'",
    "endpoint, not an address, 'is not an address like https://fcm.googleapis.com'"
  })
  void namesTheSettingAtFault(String setting, String offered, String words) {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put(setting, offered);
    assertThatThrownBy(() -> connect(settings))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(words);
  }
}
