package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.InvalidSettings;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header beside the Message-ID that tells a service the send's id, for those that report what
 * became of a mail by metadata of their own.
 *
 * @param value with {@code {send_id}} where the id is to stand
 */
record SendIdHeader(String name, String value) {
  private static final String PLACE = "{send_id}";
  private static final Pattern FORM =
      Pattern.compile("(X-[A-Za-z0-9-]{1,100}):[ ]?([\\x20-\\x7e]{1,400})");

  /**
   * @throws InvalidSettings where it is no such header
   */
  static SendIdHeader parse(String setting, String offered) {
    Matcher matcher = FORM.matcher(offered);
    if (!matcher.matches() || !matcher.group(2).contains(PLACE)) {
      throw new InvalidSettings(
          setting,
          "%s '%s' is not a header whose name begins with X- and whose value holds {send_id}, like"
                  .formatted(setting, offered)
              + " X-PM-Metadata-send-id: {send_id}");
    }
    return new SendIdHeader(matcher.group(1), matcher.group(2));
  }

  String valueFor(UUID sendId) {
    return value.replace(PLACE, sendId.toString());
  }
}
