package io.tidings.quickstart.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Executors;

/** The sandbox, running. */
public final class Sandbox implements AutoCloseable {

  private final SandboxKeys keys;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final HttpServer http;
  private final SmtpServer smtp;
  private final MessageCentre messageCentre;
  private final ApnsEndpoint apns;
  private final FcmEndpoint fcm;

  private Sandbox(SandboxConfig config, Clock clock) throws IOException {
    keys = SandboxKeys.in(config.data());
    ObjectMapper json =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    ReceivedMessages messages = new ReceivedMessages(config.maxMessages(), config.maxBytes());
    Faults faults = new Faults();
    try {
      http =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), config.httpPort()), 0);
      running.push(() -> http.stop(0));
      smtp = new SmtpServer(config.smtpPort(), keys.serverTls(), faults, messages, clock);
      running.push(smtp);
      messageCentre = new MessageCentre(config.smppPort(), faults, messages, clock);
      running.push(messageCentre);
      apns = new ApnsEndpoint(config.apnsPort(), keys, faults, messages, clock, json);
      running.push(apns);
      fcm = new FcmEndpoint(keys, faults, messages, clock, json);
      fcm.addTo(http);
      new SandboxApi(messages, faults, json).addTo(http);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.start();
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Starts all of it; when this returns, all ports are open. */
  public static Sandbox start(SandboxConfig config) throws IOException {
    return start(config, Clock.systemUTC());
  }

  static Sandbox start(SandboxConfig config, Clock clock) throws IOException {
    return new Sandbox(config, clock);
  }

  /** Where people and programs see what was received. */
  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** By provider id, the settings that connect messaging-service to this sandbox. */
  public Map<String, Map<String, String>> settings() throws IOException {
    String host = "127.0.0.1";
    return Map.of(
        "smtp",
        Map.of(
            "host",
            host,
            "port",
            Integer.toString(smtp.port()),
            "security",
            "none",
            "username",
            SmtpServer.USERNAME,
            "password",
            SmtpServer.PASSWORD,
            "from",
            "Tidings <hello@tidings.example>",
            "hello_name",
            "localhost",
            // It is as near as can be: what it has not answered by then, it never will.
            "timeout",
            "10"),
        "smpp",
        Map.of(
            "host",
            host,
            "port",
            Integer.toString(messageCentre.port()),
            "system_id",
            MessageCentre.SYSTEM_ID,
            "password",
            MessageCentre.PASSWORD,
            "source_address",
            "Tidings"),
        "apns",
        Map.of(
            "host",
            host,
            "port",
            Integer.toString(apns.port()),
            "team_id",
            ApnsEndpoint.TEAM_ID,
            "key_id",
            ApnsEndpoint.KEY_ID,
            "key",
            keys.apnsKeyPem(),
            "topic",
            "example.tidings.app",
            "ca_certificate",
            keys.serverCertificatePem()),
        "fcm",
        Map.of("endpoint", url(), "service_account", fcm.serviceAccount(url())));
  }

  /** The certificate (PEM) that the mail server shows to those who ask for encryption. */
  public String certificate() {
    return keys.serverCertificatePem();
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception failed) {
        IOException wrapped = new IOException("a part of the sandbox did not stop", failed);
        if (first == null) {
          first = wrapped;
        } else {
          first.addSuppressed(wrapped);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
