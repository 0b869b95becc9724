package io.tidings.messaging.channel.push;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Push;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** An app's account at Apple's push service, in use. */
final class ApnsConnection implements ProviderConnection {

  /** Notifications under way on one HTTP/2 connection; Apple allows about a thousand. */
  private static final int STREAMS = 200;

  /** How long Apple keeps a notification for a device that is off. */
  private static final Duration KEPT = Duration.ofDays(1);

  /** The token becomes part of a path. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_:.-]{1,400}");

  private final ApnsSettings settings;
  private final Clock clock;
  private final ApnsClient client;

  ApnsConnection(ApnsSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.client = client(settings);
  }

  private static ApnsClient client(ApnsSettings settings) {
    ApnsClientBuilder builder =
        new ApnsClientBuilder()
            .setApnsServer(settings.host(), settings.port())
            .setSigningKey(settings.key())
            .setConcurrentConnections(settings.connections())
            .setConnectionTimeout(settings.timeout());
    if (settings.trusted() != null) {
      builder.setTrustedServerCertificateChain(
          settings.trusted().certificates().toArray(X509Certificate[]::new));
    }
    try {
      return builder.build();
    } catch (SSLException impossible) {
      throw new IllegalStateException("this Java cannot speak TLS as APNs wants it", impossible);
    }
  }

  @Override
  public int concurrency() {
    return settings.connections() * STREAMS;
  }

  @Override
  public Outcome send(Message message) {
    if (!(message instanceof Push push)) {
      throw new IllegalArgumentException("APNs carries push; offered was " + message);
    }
    if (!TOKEN.matcher(push.token()).matches()) {
      return new Outcome.Rejected("the device token is not one: it holds other than A-Z a-z 0-9");
    }
    ApnsNotification notification =
        new ApnsNotification(push, settings.topic(), clock.instant().plus(KEPT));
    try {
      PushNotificationResponse<ApnsNotification> response =
          client
              .sendNotification(notification)
              .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return response.isAccepted()
          ? new Outcome.Accepted(push.sendId().toString())
          : new ApnsReply(response.getStatusCode(), response.getRejectionReason().orElse(""))
              .outcome();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return lost(notification, "stopped while it waited for APNs");
    } catch (TimeoutException silence) {
      return lost(
          notification,
          "APNs did not answer within %d s".formatted(settings.timeout().toSeconds()));
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return lost(notification, "APNs was lost: " + (cause == null ? failed : cause).getMessage());
    }
  }

  private static Outcome lost(ApnsNotification notification, String reason) {
    return notification.handedOver()
        ? new Outcome.InDoubt(reason)
        : new Outcome.Deferred(reason, null);
  }

  @Override
  public void close() {
    client.close();
  }
}
