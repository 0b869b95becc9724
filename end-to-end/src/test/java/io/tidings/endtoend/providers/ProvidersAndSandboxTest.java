package io.tidings.endtoend.providers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Platform;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Push;
import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.channel.email.SmtpEmail;
import io.tidings.messaging.channel.push.ApnsPush;
import io.tidings.messaging.channel.push.FcmPush;
import io.tidings.messaging.channel.sms.SmppSms;
import io.tidings.quickstart.sandbox.Sandbox;
import io.tidings.quickstart.sandbox.SandboxConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersAndSandboxTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path data;
  private static Sandbox sandbox;

  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.onFreePorts(data));
  }

  @AfterAll
  static void stop() throws IOException {
    sandbox.close();
  }

  @AfterEach
  void noFaults() throws Exception {
    request("DELETE", "/api/faults", "");
  }

  @Test
  void carriesMailInBothItsForms() throws Exception {
    Email mail = mail("ada-%s@example.com".formatted(UUID.randomUUID()));
    try (ProviderConnection smtp = connect(new SmtpEmail(CLOCK))) {
      assertThat(smtp.send(mail))
          .isEqualTo(new Outcome.Accepted("<" + mail.sendId() + "@tidings.example>"));
    }
    JsonNode arrived = onlyMessage(mail.to());
    assertThat(arrived.path("channel").asText()).isEqualTo("email");
    assertThat(arrived.path("subject").asText()).isEqualTo(mail.subject());
    assertThat(arrived.path("text").asText().strip()).isEqualTo(mail.text());
    assertThat(arrived.path("html").asText().strip()).isEqualTo(mail.html());
    assertThat(arrived.path("from").asText()).isEqualTo("hello@tidings.example");
    assertThat(arrived.at("/headers/Message-ID").asText()).contains(mail.sendId().toString());
  }

  @Test
  void carriesMailUnderEncryption() throws Exception {
    Map<String, String> encrypted = settings(new SmtpEmail(CLOCK));
    encrypted.put("security", "starttls");
    encrypted.put("ca_certificate", sandbox.certificate());
    Email mail = mail("ada-%s@example.com".formatted(UUID.randomUUID()));
    try (ProviderConnection smtp = new SmtpEmail(CLOCK).connect(encrypted, receipts::add)) {
      assertThat(smtp.send(mail)).isInstanceOf(Outcome.Accepted.class);
    }
    onlyMessage(mail.to());
  }

  @Test
  void doesNotTrustAnUnknownCertificate() throws Exception {
    Map<String, String> encrypted = settings(new SmtpEmail(CLOCK));
    encrypted.put("security", "starttls");
    try (ProviderConnection smtp = new SmtpEmail(CLOCK).connect(encrypted, receipts::add)) {
      assertThat(smtp.send(mail("ada@example.com"))).isInstanceOf(Outcome.Deferred.class);
    }
  }

  @Test
  void carriesTextsOfAnyLengthAndAlphabetWithReceipts() throws Exception {
    try (ProviderConnection smpp = connect(new SmppSms(CLOCK))) {
      for (String text :
          new String[] {
            "Hello Ada, your usage is high {312 of 400} €",
            "Long enough for three parts, [with brackets] that take two codes. ".repeat(6),
            "Bonjour Ada, ton forfait est presque épuisé 📶. ".repeat(5)
          }) {
        Sms sms = new Sms(UUID.randomUUID(), number(), text);
        Outcome outcome = smpp.send(sms);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(onlyMessage(sms.to()).path("text").asText()).isEqualTo(text);
        String reference = ((Outcome.Accepted) outcome).providerRef();
        await()
            .untilAsserted(() ->
                assertThat(receipts)
                    .anyMatch(receipt ->
                        receipt.providerRef().equals(reference)
                            && receipt.state() == Receipt.State.DELIVERED));
      }
    }
  }

  @Test
  void carriesNotificationsToApple() throws Exception {
    Push push = push(Platform.IOS);
    try (ProviderConnection apns = connect(new ApnsPush(CLOCK))) {
      assertThat(apns.send(push)).isEqualTo(new Outcome.Accepted(push.sendId().toString()));
    }
    JsonNode arrived = onlyMessage(push.token());
    assertThat(arrived.path("subject").asText()).isEqualTo(push.title());
    assertThat(arrived.path("text").asText()).isEqualTo(push.body());
    assertThat(arrived.at("/headers/data.plan").asText()).isEqualTo("Unlimited");
    assertThat(arrived.at("/headers/apns-id").asText()).isEqualTo(push.sendId().toString());
  }

  @Test
  void carriesNotificationsToGoogle() throws Exception {
    Push push = push(Platform.ANDROID);
    try (ProviderConnection fcm = connect(fcm())) {
      assertThat(fcm.send(push)).isInstanceOf(Outcome.Accepted.class);
    }
    JsonNode arrived = onlyMessage(push.token());
    assertThat(arrived.path("subject").asText()).isEqualTo(push.title());
    assertThat(arrived.path("text").asText()).isEqualTo(push.body());
    assertThat(arrived.at("/headers/data.plan").asText()).isEqualTo("Unlimited");
  }

  @Test
  void tellsFaultsOfTheWorldApart() throws Exception {
    record Case(Provider provider, String mode, Class<? extends Outcome> outcome) {}
    for (Case fault :
        new Case[] {
          new Case(new SmtpEmail(CLOCK), "refuse", Outcome.Deferred.class),
          // A mail this small has left as a whole before the server breaks off.
          new Case(new SmtpEmail(CLOCK), "drop_in_data", Outcome.InDoubt.class),
          new Case(new SmtpEmail(CLOCK), "drop_before_answer", Outcome.InDoubt.class),
          new Case(new SmtpEmail(CLOCK), "hang", Outcome.Deferred.class),
          new Case(new SmtpEmail(CLOCK), "garbage", Outcome.Deferred.class),
          new Case(new SmppSms(CLOCK), "throttle", Outcome.Deferred.class),
          new Case(new SmppSms(CLOCK), "unknown_recipient", Outcome.RecipientGone.class),
          new Case(new SmppSms(CLOCK), "hang", Outcome.InDoubt.class),
          new Case(new SmppSms(CLOCK), "garbage", Outcome.InDoubt.class),
          new Case(new ApnsPush(CLOCK), "unavailable", Outcome.Deferred.class),
          new Case(new ApnsPush(CLOCK), "unknown_recipient", Outcome.RecipientGone.class),
          new Case(new ApnsPush(CLOCK), "hang", Outcome.InDoubt.class),
          new Case(new ApnsPush(CLOCK), "garbage", Outcome.Deferred.class),
          new Case(fcm(), "throttle", Outcome.Deferred.class),
          new Case(fcm(), "unknown_recipient", Outcome.RecipientGone.class),
          new Case(fcm(), "hang", Outcome.InDoubt.class),
          new Case(fcm(), "garbage", Outcome.InDoubt.class)
        }) {
      String id = fault.provider().id();
      request("PUT", "/api/faults", "{\"%s\":{\"mode\":\"%s\"}}".formatted(id, fault.mode()));
      try (ProviderConnection connection = connectInAHurry(fault.provider())) {
        assertThat(connection.send(message(id)))
            .as("%s, %s", id, fault.mode())
            .isInstanceOf(fault.outcome());
        request("DELETE", "/api/faults", "");
        await(id + " after " + fault.mode())
            .untilAsserted(() ->
                assertThat(connection.send(message(id))).isInstanceOf(Outcome.Accepted.class));
      }
    }
  }

  private ProviderConnection connect(Provider provider) throws IOException {
    return provider.connect(settings(provider), receipts::add);
  }

  private ProviderConnection connectInAHurry(Provider provider) throws IOException {
    Map<String, String> settings = settings(provider);
    settings.put("timeout", "3");
    return provider.connect(settings, receipts::add);
  }

  private static Map<String, String> settings(Provider provider) throws IOException {
    return new HashMap<>(requireNonNull(sandbox.settings().get(provider.id())));
  }

  private static FcmPush fcm() {
    return new FcmPush(CLOCK, JsonMapper.createDefault());
  }

  private static Message message(String provider) {
    return switch (provider) {
      case "smtp" -> mail("ada@example.com");
      case "smpp" -> new Sms(UUID.randomUUID(), number(), "Hello");
      case "apns" -> push(Platform.IOS);
      default -> push(Platform.ANDROID);
    };
  }

  private static Email mail(String to) {
    return new Email(
        UUID.randomUUID(),
        null,
        "Support <help@tidings.example>",
        to,
        "Zoë, your usage — and a line that is long enough to be folded by whoever writes headers",
        "<p>Bonjour Zoë,</p>\n<p>312 of 400 GB</p>",
        "Hello,\n.a line with a dot at its start\n312 of 400 GB");
  }

  private static Push push(Platform platform) {
    return new Push(
        UUID.randomUUID(),
        "token-" + UUID.randomUUID(),
        platform,
        "Usage",
        "312 of 400 GB — nearly there 📶",
        Map.of("plan", "Unlimited"));
  }

  private static String number() {
    return "+23480" + (10_000_000 + (int) (Math.random() * 89_999_999));
  }

  private static JsonNode onlyMessage(String to) throws Exception {
    JsonNode messages =
        JSON.readTree(
                request(
                    "GET", "/api/messages?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8), ""))
            .path("messages");
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }

  private static String request(String method, String path, String body) throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body();
  }
}
