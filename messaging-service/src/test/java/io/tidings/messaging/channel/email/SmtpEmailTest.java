package io.tidings.messaging.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.ProviderContract;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.channel.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpEmailTest extends ProviderContract {

  private static final UUID SEND = UUID.fromString("0198f1d0-0000-7000-8000-000000000001");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T09:30:00Z"), ZoneOffset.UTC);

  private ScriptedSmtpServer server() {
    return (ScriptedSmtpServer) standIn;
  }

  @Override
  protected Provider provider() {
    return new SmtpEmail(CLOCK);
  }

  @Override
  protected StandIn standIn() throws IOException {
    return new ScriptedSmtpServer();
  }

  @Override
  protected Map<String, String> settingsFor(int port) {
    return ScriptedSmtpServer.settings(port);
  }

  @Override
  protected Message message() {
    return email(null, "ada@example.com", "Usage", "<p>312 GB</p>", "312 GB");
  }

  @Override
  protected Message foreignMessage() {
    return new Sms(UUID.randomUUID(), "+2348012345678", "Hello");
  }

  private static Email email(
      @Nullable String from,
      String to,
      String subject,
      @Nullable String html,
      @Nullable String text) {
    return new Email(UUID.randomUUID(), from, null, to, subject, html, text);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvFileSource(resources = "smtp-replies.csv", delimiter = '|', numLinesToSkip = 1)
  void readsReplies(SmtpReply.Stage stage, int code, String text, String outcome) {
    SmtpReply reply = SmtpReply.of(stage, code, code + " " + text + "\n");
    assertThat(reply.outcome().getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(reply.reason()).isEqualTo(code + " " + text);
  }

  @Test
  void readsRepliesOfSeveralLinesAsOne() {
    assertThat(SmtpReply.of(SmtpReply.Stage.RECIPIENT, 550, "550-5.1.1 no\n550 5.1.1 such\n"))
        .isEqualTo(new SmtpReply(SmtpReply.Stage.RECIPIENT, 550, "5.1.1 no 5.1.1 such"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"both", "foreign", "html-only"})
  void writesMailsAsReadersExpectThem(String name) throws IOException {
    Email email =
        switch (name) {
          case "both" ->
              new Email(
                  SEND,
                  null,
                  "Help <help@mint.example>",
                  "ada@example.com",
                  "Your usage",
                  "<p>312 of 400 GB</p>\n",
                  "312 of 400 GB\n.\n..and a dot more\n");
          case "foreign" ->
              new Email(
                  SEND,
                  "Zoë Müller <zoe@bücher.example>",
                  null,
                  "ada@example.com",
                  "Ihr Verbrauch für März: 312 von 400 GB, das ist mehr als drei Viertel — 📶",
                  null,
                  "Grüße aus Köln, und eine Zeile, die länger ist, als Zeilen in dieser Form es"
                      + " sein dürfen\n");
          default ->
              new Email(
                  SEND, null, null, "ada@example.com", "Здравствуйте", "<p>Здравствуйте</p>", null);
        };
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(email)).isInstanceOf(Outcome.Accepted.class);
    }
    assertThat(server().mails()).containsExactly(golden(name + ".eml"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = SmtpEmailTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-PM-Metadata-send-id: {send_id}",
        "X-SMTPAPI: {\"unique_args\": {\"send_id\": \"{send_id}\"}}"
      })
  void tellsTheServerTheSendsIdAsItIsAskedTo(String header) {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put("send_id_header", header);
    Message mail = message();
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.send(mail)).isInstanceOf(Outcome.Accepted.class);
    }
    assertThat(server().mails().getFirst())
        .contains("\r\n" + header.replace("{send_id}", mail.sendId().toString()) + "\r\n")
        .contains("Message-ID: <" + mail.sendId() + "@");
  }

  @Test
  void aLineBreakInASubjectEndsNoHeader() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      connection.send(
          email(null, "ada@example.com", "Hello\r\nBcc: eve@example.com", null, "Hello"));
    }
    assertThat(server().mails().getFirst())
        .contains("Subject: Hello Bcc: eve@example.com\r\n")
        .doesNotContain("\r\nBcc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "ada@",
        "@example.com",
        "ada@example.com, eve@example.com",
        "ada@example.com\r\nRCPT TO:<eve@example.com>",
        "ada@example.com> SIZE=1 <eve@example.com",
        "adä@example.com"
      })
  void refusesWhatIsNoAddress(String to) {
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(email(null, to, "Hello", null, "Hello")))
          .isInstanceOf(Outcome.Rejected.class);
    }
    assertThat(server().commands()).isEmpty();
  }

  @Test
  void writesADomainOfAnyScriptInAscii() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      connection.send(email(null, "ada@bücher.example", "Hello", null, "Hello"));
    }
    assertThat(server().commands()).contains("RCPT TO:<ada@xn--bcher-kva.example>");
  }

  @ParameterizedTest(name = "{1} to {0}")
  @CsvSource({
    "GREETING, 421 too many of you, Deferred",
    "GREETING, 554 not you, Deferred",
    "GREETING, silence, Deferred",
    "EHLO, end, Deferred",
    "MAIL, 451 busy, Deferred",
    "MAIL, 550 5.7.1 not from you, Rejected",
    "MAIL, silence, Deferred",
    "RCPT, 421 4.3.2 closing, Deferred",
    "RCPT, end, Deferred",
    "RCPT, nonsense, Deferred",
    "DATA, 452 4.3.1 full, Deferred",
    "DATA, end, Deferred",
    "CONTENT, 421 closing, Deferred",
    "CONTENT, 552 5.3.4 too big, Rejected",
    "CONTENT, nonsense, InDoubt"
  })
  void tellsHowFarAMailGot(String command, String reply, String outcome) {
    server().script(command, reply);
    try (ProviderConnection connection = connect(impatient(standIn.settings()))) {
      assertThat(connection.send(message()).getClass().getSimpleName()).isEqualTo(outcome);
    }
    assertThat(standIn.taken()).isZero();
  }

  @Test
  void repeatsAMailOnANewSessionWhereTheServerEndedTheOldOne() {
    server().mailsPerSession(1);
    try (ProviderConnection connection = connect(standIn.settings())) {
      for (int i = 0; i < 3; i++) {
        assertThat(connection.send(message())).isInstanceOf(Outcome.Accepted.class);
      }
    }
    assertThat(server().mails()).hasSize(3);
    assertThat(server().sessions()).isEqualTo(3);
  }

  @Test
  void keepsASessionOpenBetweenMailsAndAfterARefusal() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      connection.send(message());
      standIn.answer(StandIn.Answer.GONE);
      connection.send(message());
      standIn.answer(StandIn.Answer.YES);
      connection.send(message());
    }
    assertThat(server().sessions()).isEqualTo(1);
  }

  @Test
  void saysWhenTheServerDoesNotTakeThePassword() {
    server().script("AUTH", "535 5.7.8 wrong password");
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put("username", "mint");
    settings.put("password", "open-sesame");
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.send(message()))
          .isEqualTo(new Outcome.Deferred("535 5.7.8 wrong password", null));
    }
  }

  @Test
  void doesNotSendInTheClearWhereEncryptionIsAskedFor() {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put("security", "starttls");
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.send(message())).isInstanceOf(Outcome.Deferred.class);
    }
    assertThat(server().commands()).noneMatch(command -> command.startsWith("MAIL"));
  }

  @ParameterizedTest
  @CsvSource({
    "from, nobody, is not a sender",
    "security, ssl, 'security ''ssl'' is not one of starttls, tls, none'",
    "port, 70000, 'port ''70000'' is not a whole number from 1 to 65535'",
    "username, mint, username and password go together",
    "ca_certificate, abc, is not a certificate in PEM form",
    "send_id_header, 'Bcc: {send_id}@example.com', is not a header whose name begins with X-",
    "send_id_header, 'X-Send: none', whose value holds {send_id}",
    "send_id_header, 'X-Send: ü {send_id}', is not a header"
  })
  void namesTheSettingAtFault(String setting, String offered, String words) {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put(setting, offered);
    assertThatThrownBy(() -> connect(settings))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(words);
  }
}
