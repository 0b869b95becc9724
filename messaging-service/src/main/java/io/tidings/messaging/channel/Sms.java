package io.tidings.messaging.channel;

import java.util.UUID;

/**
 * A text message.
 *
 * @param to E.164, with the plus sign
 * @param text of any length; the provider sends a long one in parts that the phone puts together
 */
public record Sms(UUID sendId, String to, String text) implements Message {

  @Override
  public String recipient() {
    return to;
  }

  @Override
  public Reach reach() {
    return Reach.SMS;
  }

  @Override
  public String toString() {
    return "Sms[sendId=" + sendId + "]";
  }
}
