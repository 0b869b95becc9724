package io.tidings.messaging.channel;

/** How a message meets its reader. */
public enum Channel {
  EMAIL,
  SMS,
  PUSH
}
