package io.tidings.testing;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/**
 * A test of a whole service over its own wire: real database, broker and cache of its own, every
 * port at random. A subclass says {@code @MicronautTest(transactional = false)}; it is one instance
 * for all of its tests, which keep out of each other's way by a workspace each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServiceTest implements TestPropertyProvider {
  private static final String INTERNAL_SECRET = "a-secret-of-tests-with-enough-characters";

  /** The administrator key of the service under test. */
  protected static final String ADMINISTRATOR_KEY = "an-administrator-key-of-tests";

  private static final List<String> SERVICES =
      List.of("user", "event", "segment", "messaging", "integration");
  // A port that nothing listens on: a test that needs another service puts a stand-in's address
  // into its settings.
  private static final String NOBODY = "127.0.0.1:1";

  /** Of the application under test, to look at what has no wire. */
  @Inject protected @Nullable ApplicationContext application;

  private @Nullable ManagedChannel connection;

  @Override
  public final Map<String, String> getProperties() {
    Database database =
        Backends.shared().database(getClass().getSimpleName().toLowerCase(Locale.ROOT));
    var properties = new HashMap<String, String>();
    properties.put("tidings.database.url", database.url());
    properties.put("tidings.database.user", database.user());
    properties.put("tidings.database.password", database.password());
    properties.put("tidings.outbox.settling", "0s");
    properties.put("tidings.rabbitmq.url", Backends.shared().rabbitmqUrl());
    properties.put("tidings.redis.url", Backends.shared().redisUrl());
    properties.put("tidings.internal-secret", INTERNAL_SECRET);
    properties.put("tidings.administrator-key", ADMINISTRATOR_KEY);
    properties.put("tidings.encryption-key", Base64.getEncoder().encodeToString(new byte[32]));
    properties.put("tidings.grpc.port", "0");
    properties.put("tidings.http.port", "-1");
    properties.put("tidings.bind", "127.0.0.1");
    for (String service : SERVICES) {
      properties.put("tidings." + service + ".grpc", NOBODY);
    }
    properties.putAll(settings());
    // As the environment would: ${tidings.database.url} and ${TIDINGS_DATABASE_URL} are both
    // answered.
    Map.copyOf(properties)
        .forEach((name, value) ->
            properties.put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
    return properties;
  }

  /** Settings of this test beyond what every service has. */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /** A workspace that no other test has. */
  protected static String newWorkspace() {
    return "w-" + UUID.randomUUID();
  }

  /** A way to the service under test, as another service would call it for this workspace. */
  protected final Channel channel(String workspaceId) {
    return ClientInterceptors.intercept(
        connection(), InternalToken.of(workspaceId, INTERNAL_SECRET));
  }

  /** A way to the service under test for the operator of the installation. */
  protected final Channel administratorChannel() {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + ADMINISTRATOR_KEY);
    return ClientInterceptors.intercept(
        connection(), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /**
   * A way to the service under test that carries no credentials; a test adds what it wants to try.
   */
  protected final synchronized ManagedChannel connection() {
    ManagedChannel open = connection;
    if (open == null) {
      open =
          Grpc.newChannelBuilder(
                  "127.0.0.1:" + bean(GrpcEmbeddedServer.class).getPort(),
                  InsecureChannelCredentials.create())
              .build();
      connection = open;
    }
    return open;
  }

  /** A bean of the application under test. */
  protected final <T> T bean(Class<T> type) {
    ApplicationContext running = application;
    if (running == null) {
      throw new IllegalStateException(
          getClass().getSimpleName() + " lacks @MicronautTest(transactional = false)");
    }
    return running.getBean(type);
  }

  @AfterAll
  final void disconnect() throws InterruptedException {
    if (connection != null) {
      connection.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }
}
