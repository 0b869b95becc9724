package io.tidings.user.device;

import io.tidings.user.RefusedException;
import io.tidings.user.identity.Key;
import java.time.Instant;
import java.util.Comparator;

/** Where push goes. */
public record Device(String token, Platform platform, Instant lastSeenAt) {
  private static final int MAX_TOKEN_LENGTH = 4096;

  /** The most recently seen first; between equals, any order that is always the same. */
  static final Comparator<Device> RECENT_FIRST =
      Comparator.comparing(Device::lastSeenAt)
          .reversed()
          .thenComparing(Device::token)
          .thenComparing(Device::platform);

  /**
   * @param tokenField the field of the request that offers the token
   * @param platformField the one that offers the platform
   */
  public static Device accepted(
      String tokenField, String token, String platformField, String platform, Instant seenAt)
      throws RefusedException {
    if (token.isBlank() || token.indexOf('\0') >= 0 || token.length() > MAX_TOKEN_LENGTH) {
      throw new RefusedException(
          tokenField,
          "a device_token has 1 to %d characters that are not all blank, none of them NUL; this one has %d"
              .formatted(MAX_TOKEN_LENGTH, token.length()));
    }
    return new Device(token, Platform.accepted(platformField, platform), seenAt);
  }

  /** The same device, seen at another time. */
  public Device seenAt(Instant at) {
    return new Device(token, platform, at);
  }

  public Key key() {
    return Key.ofDeviceToken(token);
  }

  /** Without the token, which is nobody's to read. */
  @Override
  public String toString() {
    return "Device[" + platform + ", " + lastSeenAt + "]";
  }
}
