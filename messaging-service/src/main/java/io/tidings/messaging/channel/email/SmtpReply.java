package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail server's no: what it said, and to what. Codes are those of RFC 5321, section 4.2, the
 * finer ones at the head of the text those of RFC 3463.
 */
record SmtpReply(Stage stage, int code, String text) {

  /** How far a mail had got. */
  enum Stage {
    GREETING,
    SENDER,
    RECIPIENT,
    DATA,
    HANDED_OVER
  }

  private static final Pattern LINE_HEAD = Pattern.compile("(?m)^\\d{3}[ -]?");
  private static final Pattern FINE_CODE = Pattern.compile("^[245]\\.(\\d{1,3})\\.(\\d{1,3})\\b.*");
  private static final int MAX_TEXT = 300;

  /**
   * @param lines as received, each with the code at its head
   */
  static SmtpReply of(Stage stage, int code, String lines) {
    String text = LINE_HEAD.matcher(lines).replaceAll("").replaceAll("\\p{Cntrl}+", " ").strip();
    return new SmtpReply(
        stage, code, text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text);
  }

  /** Whether the server says that it ends the session. */
  boolean endsSession() {
    return code == 421;
  }

  Outcome outcome() {
    if (code < 500) {
      return new Outcome.Deferred(reason(), null);
    }
    if (stage == Stage.GREETING) {
      // A wrong password or a closed door is for the operator to mend, not the mail's fault.
      return new Outcome.Deferred(reason(), null);
    }
    return isMailboxGone() ? new Outcome.RecipientGone(reason()) : new Outcome.Rejected(reason());
  }

  String reason() {
    return "%d %s".formatted(code, text).strip();
  }

  private boolean isMailboxGone() {
    Matcher fine = FINE_CODE.matcher(text);
    if (!fine.matches()) {
      return stage == Stage.RECIPIENT && (code == 550 || code == 551 || code == 553);
    }
    return switch (Integer.parseInt(fine.group(1))) {
      // Addressing: bad mailbox, bad system, bad syntax, moved, no mail taken. 7 and 8 are the
      // sender's.
      case 1 ->
          switch (Integer.parseInt(fine.group(2))) {
            case 1, 2, 3, 6, 10 -> true;
            default -> false;
          };
      // Mailbox: disabled.
      case 2 -> Integer.parseInt(fine.group(2)) == 1;
      default -> false;
    };
  }
}
