package io.tidings.messaging.channel;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification for one device.
 *
 * @param token the device, as its platform's push service names it
 * @param data handed to the app as it is
 */
public record Push(
    UUID sendId,
    String token,
    Platform platform,
    @Nullable String title,
    String body,
    Map<String, String> data)
    implements Message {

  public Push {
    data = Map.copyOf(data);
  }

  @Override
  public String recipient() {
    return token;
  }

  @Override
  public Reach reach() {
    return switch (platform) {
      case IOS -> Reach.IOS_PUSH;
      case ANDROID -> Reach.ANDROID_PUSH;
    };
  }

  @Override
  public String toString() {
    return "Push[sendId=" + sendId + ", platform=" + platform + "]";
  }
}
