package io.tidings.messaging.suppression;

import io.tidings.messaging.channel.Channel;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address in the one form in which it is compared: mail in lower case, phones as E.164.
 *
 * @param channel e-mail or SMS
 */
record Address(Channel channel, String normal) {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
  private static final Pattern NUMBER = Pattern.compile("\\+?[1-9]\\d{6,14}");

  /**
   * @throws IllegalArgumentException saying what was offered and what is allowed
   */
  static Address of(Channel channel, String address) {
    String offered = address.strip();
    return switch (channel) {
      case EMAIL -> {
        if (!EMAIL.matcher(offered).matches()) {
          throw new IllegalArgumentException(
              "address '%s' is not an e-mail address, like ada@example.com".formatted(offered));
        }
        yield new Address(channel, offered.toLowerCase(Locale.ROOT));
      }
      case SMS -> {
        if (!NUMBER.matcher(offered).matches()) {
          throw new IllegalArgumentException(
              "address '%s' is not a phone number in international format, like +2348012345678"
                  .formatted(offered));
        }
        yield new Address(channel, offered.startsWith("+") ? offered : "+" + offered);
      }
      case PUSH ->
          throw new IllegalArgumentException(
              "push has no addresses to suppress; the channel must be e-mail or SMS");
    };
  }

  @Override
  public String toString() {
    return "Address[channel=" + channel + "]";
  }
}
