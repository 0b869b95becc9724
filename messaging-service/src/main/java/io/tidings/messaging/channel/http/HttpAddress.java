package io.tidings.messaging.channel.http;

import io.tidings.messaging.channel.InvalidSettings;
import java.net.URI;

/** A setting that says where to call. */
public final class HttpAddress {
  private HttpAddress() {}

  /**
   * @param example for whoever offered something else
   * @throws InvalidSettings naming the setting
   */
  public static URI of(String setting, String offered, String example) {
    try {
      URI address = URI.create(offered);
      if (("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
          && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException unreadable) {
      // Said below.
    }
    throw new InvalidSettings(
        setting, "%s: '%s' is not an address like %s".formatted(setting, offered, example));
  }
}
