package io.tidings.gateway.engagespot;

import java.util.Locale;
import java.util.regex.Pattern;

/** Channels: {@code inApp} in the dialect, {@code in_app} on the platform. */
final class ChannelNames {
  private static final String MOBILE_PUSH = "mobilePush";
  private static final String PUSH = "push";
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");

  private ChannelNames() {}

  static String toPlatform(String channel) {
    return channel.equals(MOBILE_PUSH)
        ? PUSH
        : CAPITAL
            .matcher(channel)
            .replaceAll(match -> "_" + match.group().toLowerCase(Locale.ROOT));
  }

  static String toDialect(String channel) {
    return channel.equals(PUSH)
        ? MOBILE_PUSH
        : UNDERSCORE.matcher(channel).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }
}
