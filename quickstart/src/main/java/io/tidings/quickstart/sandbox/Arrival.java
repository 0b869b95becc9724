package io.tidings.quickstart.sandbox;

import java.time.Instant;

/** A message as kept: mails unread, since most are never looked at. */
sealed interface Arrival {

  String channel();

  String to();

  /** Roughly what it takes to keep. */
  int bytes();

  ReceivedMessage read();

  /**
   * @param content headers and body as they came, possibly cut short
   */
  record Mail(String from, String to, byte[] content, Instant at) implements Arrival {

    @Override
    public String channel() {
      return "email";
    }

    @Override
    public int bytes() {
      return OVERHEAD + content.length;
    }

    @Override
    public ReceivedMessage read() {
      return MailReading.read(this);
    }
  }

  record Other(ReceivedMessage message) implements Arrival {

    @Override
    public String channel() {
      return message.channel();
    }

    @Override
    public String to() {
      return message.to();
    }

    @Override
    public int bytes() {
      String text = message.text();
      return 2 * OVERHEAD + (text == null ? 0 : text.length());
    }

    @Override
    public ReceivedMessage read() {
      return message;
    }
  }

  int OVERHEAD = 200;
}
