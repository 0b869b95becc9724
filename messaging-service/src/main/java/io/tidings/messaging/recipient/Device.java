package io.tidings.messaging.recipient;

import io.tidings.messaging.channel.Platform;

/** Where push goes. */
public record Device(String token, Platform platform) {
  @Override
  public String toString() {
    return "Device[platform=" + platform + "]";
  }
}
