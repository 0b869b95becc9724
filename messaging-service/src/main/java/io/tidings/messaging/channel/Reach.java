package io.tidings.messaging.channel;

/** What one provider can reach; a workspace has at most one connection for each. */
public enum Reach {
  EMAIL(Channel.EMAIL),
  SMS(Channel.SMS),
  IOS_PUSH(Channel.PUSH),
  ANDROID_PUSH(Channel.PUSH);

  private final Channel channel;

  Reach(Channel channel) {
    this.channel = channel;
  }

  public Channel channel() {
    return channel;
  }
}
