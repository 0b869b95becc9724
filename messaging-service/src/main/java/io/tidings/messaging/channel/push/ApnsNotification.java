package io.tidings.messaging.channel.push;

import com.eatthepath.pushy.apns.ApnsPushNotification;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.util.SimpleApnsPayloadBuilder;
import io.tidings.messaging.channel.Push;
import java.time.Instant;
import java.util.UUID;

/**
 * A notification as Apple takes it. It notices when its content is written to a connection: from
 * then on it may arrive, whatever becomes of that connection.
 */
final class ApnsNotification implements ApnsPushNotification {

  private final UUID id;
  private final String token;
  private final String topic;
  private final String payload;
  private final Instant expiration;
  private volatile boolean handedOver;

  ApnsNotification(Push push, String topic, Instant expiration) {
    this.id = push.sendId();
    this.token = push.token();
    this.topic = topic;
    this.expiration = expiration;
    this.payload = payload(push);
  }

  private static String payload(Push push) {
    SimpleApnsPayloadBuilder builder = new SimpleApnsPayloadBuilder();
    if (push.title() != null) {
      builder.setAlertTitle(push.title());
    }
    builder.setAlertBody(push.body());
    // Apple keeps the name "aps" to itself.
    push.data().forEach((key, value) -> builder.addCustomProperty(key, value));
    return builder.build();
  }

  boolean handedOver() {
    return handedOver;
  }

  @Override
  public String getPayload() {
    handedOver = true;
    return payload;
  }

  @Override
  public String getToken() {
    return token;
  }

  @Override
  public Instant getExpiration() {
    return expiration;
  }

  @Override
  public DeliveryPriority getPriority() {
    return DeliveryPriority.IMMEDIATE;
  }

  @Override
  public PushType getPushType() {
    return PushType.ALERT;
  }

  @Override
  public String getTopic() {
    return topic;
  }

  /** A notification sent again takes the place of the first on the device. */
  @Override
  public String getCollapseId() {
    return id.toString();
  }

  @Override
  public UUID getApnsId() {
    return id;
  }
}
