package io.tidings.messaging.channel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail.
 *
 * @param from `Name <a@b.c>` or `a@b.c`; the provider's default sender when absent
 * @param replyTo in the same form
 * @param to an address alone
 * @param html at least one of html and text is there
 */
public record Email(
    UUID sendId,
    @Nullable String from,
    @Nullable String replyTo,
    String to,
    String subject,
    @Nullable String html,
    @Nullable String text)
    implements Message {

  public Email {
    if (html == null && text == null) {
      throw new IllegalArgumentException("a mail needs html, text or both; neither was given");
    }
  }

  @Override
  public String recipient() {
    return to;
  }

  @Override
  public Reach reach() {
    return Reach.EMAIL;
  }

  @Override
  public String toString() {
    return "Email[sendId=" + sendId + "]";
  }
}
