package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** A gateway that all tests share, each in a workspace of its own. */
abstract class GatewayTest {
  static final String SUCCESS = "{\"success\": true}";

  static final PlayedKeys keys = new PlayedKeys();
  static final PlayedProfiles profiles = new PlayedProfiles();
  static final PlayedEvents events = new PlayedEvents();
  static final PlayedMessaging messaging = new PlayedMessaging();
  static final PlayedSegments segments = new PlayedSegments();
  static final PlayedImports imports = new PlayedImports();
  static final PlayedClaims claims = new PlayedClaims();
  static final PlayedAccounts companies = new PlayedAccounts();
  static final PlayedPreferences preferences = new PlayedPreferences();
  static final PlayedRejects rejects = new PlayedRejects();
  static final PlayedErasures erasures = new PlayedErasures();
  static final PlayedSources sources = new PlayedSources();

  static final PlayedServices services =
      new PlayedServices(
          List.of(
              keys,
              profiles,
              events,
              new PlayedAttributes(),
              new PlayedDefinitions(),
              messaging.sends(),
              messaging.templates(),
              messaging.suppressions(),
              segments,
              imports,
              rejects,
              erasures,
              sources,
              claims,
              companies,
              companies.membershipService(),
              preferences.preferenceService(),
              preferences.topicService()));
  private static final EmbeddedServer gateway = start(services.address());
  private static final HttpClient client = HttpClient.newHttpClient();

  final String workspace = "w-" + UUID.randomUUID();

  /** A gateway in front of services at the given address. */
  static EmbeddedServer start(String services) {
    return start(services, Map.of());
  }

  /**
   * @param settings besides the addresses
   */
  static EmbeddedServer start(String services, Map<String, Object> settings) {
    var all = new HashMap<>(settings);
    all.put("micronaut.server.port", -1);
    all.put("tidings.internal-secret", "a secret of more than thirty-two characters");
    for (var service : List.of("user", "event", "segment", "messaging", "integration")) {
      all.put("tidings." + service + ".grpc", services);
    }
    return ApplicationContext.run(EmbeddedServer.class, all);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return post(path, body.getBytes(UTF_8), headers);
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) {
    return exchange(
        HttpRequest.newBuilder(gateway.getURI().resolve(path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
        headers);
  }

  HttpResponse<String> get(String path, String... headers) {
    return exchange(HttpRequest.newBuilder(gateway.getURI().resolve(path)), headers);
  }

  HttpResponse<String> exchange(String method, String path, String body, String... headers) {
    return exchange(
        HttpRequest.newBuilder(gateway.getURI().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  static HttpResponse<String> exchange(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  static URI address() {
    return gateway.getURI();
  }

  static <T> T bean(Class<T> type) {
    return gateway.getApplicationContext().getBean(type);
  }

  /** As SDKs send a write key. */
  String[] basic() {
    return basic(PlayedKeys.writeKey(workspace) + ":");
  }

  static String[] basic(String pair) {
    return new String[] {
      "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))
    };
  }

  static String[] bearer(String key) {
    return new String[] {"Authorization", "Bearer " + key};
  }

  /** As the users-and-events dialect sends its two keys. */
  String[] pair() {
    return basic(PlayedKeys.writeKey(workspace) + ":" + PlayedKeys.secretKey(workspace));
  }

  String[] secret() {
    return bearer(PlayedKeys.secretKey(workspace));
  }

  static String[] with(String[] headers, String... more) {
    var all = Arrays.copyOf(headers, headers.length + more.length);
    System.arraycopy(more, 0, all, headers.length, more.length);
    return all;
  }

  static Json json(HttpResponse<String> response) {
    return Json.of(response);
  }

  static Json error(HttpResponse<String> response) {
    return json(response).at("error");
  }

  static byte[] gzip(byte[] body) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }
}
