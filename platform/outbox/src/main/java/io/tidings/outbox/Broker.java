package io.tidings.outbox;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micronaut.context.annotation.Value;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of this process to RabbitMQ: one to publish and one to consume, for the broker
 * stops reading from who publishes when it runs short of memory or disk, and consumers must go on
 * then. A connection that broke is replaced when the next channel is asked for; there is no
 * recovery behind the users' backs, they open a new channel and declare what they need.
 */
@Singleton
final class Broker {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final ConnectionFactory factory = new ConnectionFactory();
  private final String clientName;
  private final Map<Use, Line> lines = new EnumMap<>(Use.class);

  /** What a connection is for. */
  enum Use {
    PUBLISHING,
    CONSUMING
  }

  Broker(
      @Value("${tidings.rabbitmq.url}") URI url,
      @Value("${micronaut.application.name:tidings}") String clientName) {
    this.clientName = clientName;
    try {
      factory.setUri(url);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // Not with the address: it holds the password.
      throw new IllegalArgumentException(
          "tidings.rabbitmq.url is not an address like amqp://user:password@host:5672/vhost");
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis());
    factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
    factory.setThreadFactory(Thread.ofPlatform().name("rabbitmq-", 0).daemon().factory());
    factory.setSharedExecutor(Executors.newVirtualThreadPerTaskExecutor());
    for (Use use : Use.values()) {
      lines.put(use, new Line(use));
    }
  }

  /** A new channel, over a new connection where the last one is gone. */
  Channel channel(Use use) throws IOException {
    Channel channel = line(use).connection().createChannel();
    if (channel == null) {
      throw new IOException("RabbitMQ allows no further channel on this connection");
    }
    return channel;
  }

  /** Whether every connection that somebody asked for stands. */
  boolean isConnected() {
    Collection<Line> all = lines.values();
    return all.stream().allMatch(line -> !line.wanted || line.isOpen());
  }

  @PreDestroy
  void close() {
    lines.values().forEach(Line::close);
  }

  private Line line(Use use) {
    Line line = lines.get(use);
    if (line == null) {
      throw new IllegalStateException("no connection for " + use);
    }
    return line;
  }

  private final class Line {
    private final Use use;
    private volatile boolean wanted;
    private volatile @Nullable Connection connection;

    Line(Use use) {
      this.use = use;
    }

    boolean isOpen() {
      Connection current = connection;
      return current != null && current.isOpen();
    }

    synchronized Connection connection() throws IOException {
      wanted = true;
      Connection current = connection;
      if (current != null && current.isOpen()) {
        return current;
      }
      try {
        Connection fresh =
            factory.newConnection(clientName + " " + use.name().toLowerCase(Locale.ROOT));
        connection = fresh;
        return fresh;
      } catch (TimeoutException e) {
        throw new IOException("RabbitMQ did not answer in time", e);
      }
    }

    synchronized void close() {
      Connection current = connection;
      if (current != null) {
        current.abort((int) CONNECT_TIMEOUT.toMillis());
      }
    }
  }
}
