package io.tidings.messaging.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidings.messaging.channel.Channel;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is said on each channel, as its author wrote it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Content(@Nullable Email email, @Nullable Sms sms, @Nullable Push push) {

  /**
   * A mail; at least one of html and text.
   *
   * @param from `Name <a@b.c>` or `a@b.c`, as it is and no template; the provider's default if
   *     absent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Email(
      String subject,
      @Nullable String html,
      @Nullable String text,
      @Nullable String from,
      @Nullable String replyTo) {}

  /** A text message. */
  public record Sms(String text) {}

  /** A notification; the values of data are templates too. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Push(@Nullable String title, String body, Map<String, String> data) {}

  /** The channels for which something is said. */
  public Set<Channel> channels() {
    Set<Channel> channels = EnumSet.noneOf(Channel.class);
    if (email != null) {
      channels.add(Channel.EMAIL);
    }
    if (sms != null) {
      channels.add(Channel.SMS);
    }
    if (push != null) {
      channels.add(Channel.PUSH);
    }
    return channels;
  }
}
