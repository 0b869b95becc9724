package io.tidings.messaging.recipient;

import io.tidings.messaging.channel.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user that is known.
 *
 * @param userId the customer's id of the user; null for an anonymous profile
 * @param attributes by canonical name
 */
public record Recipient(
    UUID profileId,
    @Nullable String userId,
    Map<String, @Nullable Object> attributes,
    List<Device> devices) {

  /** The address for mail and SMS; null where there is none, and for push, which has devices. */
  public @Nullable String address(Channel channel) {
    return switch (channel) {
      case EMAIL -> text("email");
      case SMS -> text("number");
      case PUSH -> null;
    };
  }

  /** Whether the user has what the channel requires. */
  public boolean isReachableBy(Channel channel) {
    return switch (channel) {
      case EMAIL, SMS -> address(channel) != null;
      case PUSH -> !devices.isEmpty();
    };
  }

  /** The attribute that a channel requires. */
  public static String requiredAttribute(Channel channel) {
    return switch (channel) {
      case EMAIL -> "email";
      case SMS -> "number";
      case PUSH -> "device_token";
    };
  }

  /** What content finds under `user`. */
  public Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(attributes);
    variables.put("id", userId != null ? userId : profileId.toString());
    return variables;
  }

  private @Nullable String text(String attribute) {
    return attributes.get(attribute) instanceof String text && !text.isBlank() ? text : null;
  }

  @Override
  public String toString() {
    return "Recipient[profileId=" + profileId + "]";
  }
}
