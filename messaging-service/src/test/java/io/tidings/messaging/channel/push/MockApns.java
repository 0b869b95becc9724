package io.tidings.messaging.channel.push;

import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http2.Http2Headers;
import io.tidings.messaging.channel.RawServer;
import io.tidings.messaging.channel.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Pushy's stand-in for Apple, answering as it is told. */
final class MockApns implements StandIn {

  private static final String KEY =
      ServerKeys.pem("PRIVATE KEY", ServerKeys.clientKey("EC", 256).getPrivate().getEncoded());

  /** Shared, since letting go of them takes seconds; of the one kind that Pushy knows. */
  @SuppressWarnings("deprecation")
  private static final EventLoopGroup THREADS = new NioEventLoopGroup(1);

  record Received(Map<String, String> headers, String payload) {}

  private final ServerKeys keys;
  private final MockApnsServer server;
  private final RawServer way;
  private final List<Received> notifications = new CopyOnWriteArrayList<>();
  private volatile Answer answer = Answer.YES;
  private volatile @Nullable RejectionReason rejection;
  private volatile boolean closed;

  MockApns(ServerKeys keys) throws Exception {
    this.keys = keys;
    this.server =
        new MockApnsServerBuilder()
            .setServerCredentials(new X509Certificate[] {keys.certificate()}, keys.key(), null)
            .setHandlerFactory(tls -> this::handle)
            .setEventLoopGroup(THREADS)
            .build();
    this.way = new RawServer(RawServer.leadingTo(server.start(0).get()));
  }

  private void handle(Http2Headers headers, ByteBuf payload) throws RejectedNotificationException {
    RejectionReason reason = rejection;
    if (reason != null) {
      throw new RejectedNotificationException(reason);
    }
    switch (answer) {
      case YES -> {
        Map<String, String> received = new HashMap<>();
        headers.forEach(
            header -> received.put(header.getKey().toString(), header.getValue().toString()));
        notifications.add(new Received(received, payload.toString(StandardCharsets.UTF_8)));
      }
      case NO -> throw new RejectedNotificationException(RejectionReason.TOPIC_DISALLOWED);
      case LATER -> throw new RejectedNotificationException(RejectionReason.SERVICE_UNAVAILABLE);
      case GONE -> throw new UnregisteredDeviceTokenException(Instant.EPOCH);
      case SILENCE -> {
        while (answer == Answer.SILENCE && !closed) {
          LockSupport.parkNanos(10_000_000);
        }
      }
      case END -> {
        try {
          way.cut();
        } catch (IOException impossible) {
          throw new UncheckedIOException(impossible);
        }
      }
    }
  }

  void reject(RejectionReason reason) {
    rejection = reason;
  }

  List<Received> notifications() {
    return notifications;
  }

  @Override
  public void answer(Answer next) {
    answer = next;
  }

  @Override
  public Map<String, String> settings() {
    return settings(way.port(), keys);
  }

  static Map<String, String> settings(int port, ServerKeys keys) {
    try {
      return new HashMap<>(
          Map.of(
              "host", "127.0.0.1",
              "port", Integer.toString(port),
              "team_id", "TEAM123456",
              "key_id", "KEY1234567",
              "key", KEY,
              "topic", "com.example.mint",
              "ca_certificate", keys.certificatePem()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public int taken() {
    return notifications.size();
  }

  @Override
  public void close() throws Exception {
    closed = true;
    way.close();
    server.shutdown().get();
  }
}
