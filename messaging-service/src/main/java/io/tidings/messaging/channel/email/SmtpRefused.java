package io.tidings.messaging.channel.email;

import jakarta.mail.MessagingException;

/** The mail server did not let us in. */
final class SmtpRefused extends MessagingException {

  private static final long serialVersionUID = 1L;

  private final transient SmtpReply reply;

  SmtpRefused(SmtpReply reply) {
    super(reply.reason());
    this.reply = reply;
  }

  SmtpReply reply() {
    return reply;
  }
}
