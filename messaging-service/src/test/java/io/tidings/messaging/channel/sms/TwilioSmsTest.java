package io.tidings.messaging.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.ProviderContract;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.channel.StandIn;
import io.tidings.messaging.channel.http.HttpReply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioSmsTest extends ProviderContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T09:30:00Z"), ZoneOffset.UTC);
  private static final JsonMapper JSON = JsonMapper.createDefault();

  @Override
  protected Provider provider() {
    return new TwilioSms(CLOCK, JSON);
  }

  @Override
  protected StandIn standIn() throws IOException {
    return new TwilioServer();
  }

  private TwilioServer twilio() {
    return (TwilioServer) standIn;
  }

  @Override
  protected Map<String, String> settingsFor(int port) {
    return TwilioServer.settings(port);
  }

  @Override
  protected Message message() {
    return new Sms(UUID.randomUUID(), "+2348012345678", "Ẹ káàbọ̀ & welcome: 50% off");
  }

  @Override
  protected Message foreignMessage() {
    return new Email(UUID.randomUUID(), null, null, "a@b.example", "Hello", null, "Hello");
  }

  @Test
  void handsOverANumberATextAndWhereToTellWhatBecameOfIt() {
    Map<String, String> settings = standIn.settings();
    settings.put("status_callback", "https://api.mint.example/v1/webhooks/1");
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.send(message())).isEqualTo(new Outcome.Accepted("SM1"));
    }
    settings.put("from", "MG" + "0123456789abcdef".repeat(2));
    settings.remove("status_callback");
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.send(message())).isEqualTo(new Outcome.Accepted("SM2"));
    }
    assertThat(twilio().forms())
        .containsExactly(
            "To=%2B2348012345678&From=%2B15005550006"
                + "&Body=%E1%BA%B8+k%C3%A1%C3%A0b%E1%BB%8D%CC%80+%26+welcome%3A+50%25+off"
                + "&StatusCallback=https%3A%2F%2Fapi.mint.example%2Fv1%2Fwebhooks%2F1",
            "To=%2B2348012345678&MessagingServiceSid=MG0123456789abcdef0123456789abcdef"
                + "&Body=%E1%BA%B8+k%C3%A1%C3%A0b%E1%BB%8D%CC%80+%26+welcome%3A+50%25+off");
  }

  @Test
  void handsOverNothingWithWrongCredentials() {
    Map<String, String> settings = standIn.settings();
    settings.put("auth_token", "another");
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.send(message()))
          .isEqualTo(
              new Outcome.Deferred(
                  "Twilio answered 401 for the account; see account_sid and auth_token", null));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          201 | {"sid": "SM9"}                          | Accepted
          201 | {}                                      | InDoubt
          201 | <html>                                  | InDoubt
          400 | {"code": 21614, "message": "no mobile"} | RecipientGone
          400 | {"code": 21610}                         | Rejected
          404 | []                                      | Rejected
          401 | {"code": 20003}                         | Deferred
          503 | down                                    | Deferred
          """)
  void readsReplies(int status, String body, String outcome) {
    assertThat(outcomeOf(status, body, "7").getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void waitsAsLongAsItIsAskedTo() {
    assertThat(outcomeOf(429, "{\"code\": 20429}", " 7 "))
        .isEqualTo(new Outcome.Deferred("429 20429", Duration.ofSeconds(7)));
    assertThat(outcomeOf(429, "", "soon")).isEqualTo(new Outcome.Deferred("429", null));
  }

  private static Outcome outcomeOf(int status, String body, String retryAfter) {
    return new TwilioReply(HttpReply.of(status, body, retryAfter, JSON, CLOCK)).outcome();
  }

  @ParameterizedTest
  @CsvSource({
    "account_sid, mint, is not AC and 32 hex digits",
    "status_callback, nowhere, is not an address",
    "endpoint, ftp://api.example, is not an address"
  })
  void namesTheSettingAtFault(String setting, String offered, String words) {
    Map<String, String> settings = standIn.settings();
    settings.put(setting, offered);
    assertThatThrownBy(() -> connect(settings))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(words);
  }
}
