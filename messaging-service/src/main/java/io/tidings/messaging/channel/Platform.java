package io.tidings.messaging.channel;

/** What a device runs; says whose push service its token belongs to. */
public enum Platform {
  IOS,
  ANDROID
}
