package io.tidings.messaging.value;

import io.tidings.messaging.channel.Channel;

/** Channels between the wire and the domain. */
public final class ChannelWire {
  private ChannelWire() {}

  /** Requests are validated before they come here: an unspecified channel is a bug. */
  public static Channel toDomain(io.tidings.proto.messaging.v1.Channel channel) {
    return switch (channel) {
      case CHANNEL_EMAIL -> Channel.EMAIL;
      case CHANNEL_SMS -> Channel.SMS;
      case CHANNEL_PUSH -> Channel.PUSH;
      case CHANNEL_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no channel is named");
    };
  }

  public static io.tidings.proto.messaging.v1.Channel toWire(Channel channel) {
    return switch (channel) {
      case EMAIL -> io.tidings.proto.messaging.v1.Channel.CHANNEL_EMAIL;
      case SMS -> io.tidings.proto.messaging.v1.Channel.CHANNEL_SMS;
      case PUSH -> io.tidings.proto.messaging.v1.Channel.CHANNEL_PUSH;
    };
  }
}
