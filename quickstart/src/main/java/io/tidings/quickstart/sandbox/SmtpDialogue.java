package io.tidings.quickstart.sandbox;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client at the mail server (RFC 5321), from its greeting to its end. */
final class SmtpDialogue {

  private static final int IDLE_MILLIS = 300_000;
  private static final int MAX_KEPT = 32 * 1024;

  private static final List<String> RANDOM_REFUSALS =
      List.of(
          "421 4.3.2 closing, come again later",
          "451 4.3.0 try again later",
          "550 5.1.1 no such mailbox");

  private final SSLContext tls;
  private final String username;
  private final String password;
  private final Faults faults;
  private final ReceivedMessages messages;
  private final Clock clock;
  private SmtpWire wire;

  private @Nullable String sender;
  private final List<String> recipients = new ArrayList<>();
  private Faults.Smtp fault = Faults.Smtp.NONE;

  SmtpDialogue(
      Socket socket,
      SSLContext tls,
      String username,
      String password,
      Faults faults,
      ReceivedMessages messages,
      Clock clock)
      throws IOException {
    this.wire = new SmtpWire(socket);
    this.tls = tls;
    this.username = username;
    this.password = password;
    this.faults = faults;
    this.messages = messages;
    this.clock = clock;
  }

  void run() throws IOException {
    wire.socket().setTcpNoDelay(true);
    wire.socket().setSoTimeout(IDLE_MILLIS);
    wire.reply("220 sandbox.tidings.example ESMTP");
    while (command(wire.line())) {
      // Until the client, or a fault, ends it.
    }
  }

  /** Whether the dialogue goes on. */
  private boolean command(String line) throws IOException {
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    String rest = space < 0 ? "" : line.substring(space + 1);
    switch (verb) {
      case "EHLO" -> greet();
      case "HELO" -> wire.reply("250 sandbox.tidings.example");
      case "STARTTLS" -> encrypt();
      case "AUTH" -> authenticate(rest);
      case "MAIL" -> {
        return from(rest);
      }
      case "RCPT" -> {
        return to(rest);
      }
      case "DATA" -> {
        return data();
      }
      case "RSET" -> {
        reset();
        wire.reply("250 2.0.0 forgotten");
      }
      case "NOOP" -> wire.reply("250 2.0.0 here");
      case "VRFY" -> wire.reply("252 2.1.5 send, and see");
      case "QUIT" -> {
        wire.reply("221 2.0.0 bye");
        return false;
      }
      default -> wire.reply("500 5.5.1 unknown command");
    }
    return true;
  }

  private void greet() throws IOException {
    reset();
    StringBuilder offers = new StringBuilder("250-sandbox.tidings.example\r\n");
    if (!(wire.socket() instanceof SSLSocket)) {
      offers.append("250-STARTTLS\r\n");
    }
    offers.append("250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250-PIPELINING\r\n");
    wire.reply(offers.append("250 ENHANCEDSTATUSCODES").toString());
  }

  private void encrypt() throws IOException {
    if (wire.socket() instanceof SSLSocket) {
      wire.reply("503 5.5.1 encrypted already");
      return;
    }
    if (wire.hasMore()) {
      // Sent before encryption, it would count as said under it.
      wire.reply("501 5.5.2 nothing may follow STARTTLS");
      return;
    }
    wire.reply("220 2.0.0 go on");
    Socket plain = wire.socket();
    SSLSocket encrypted =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(
                    plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
    encrypted.setUseClientMode(false);
    encrypted.startHandshake();
    wire = new SmtpWire(encrypted);
    reset();
  }

  private void authenticate(String how) throws IOException {
    String[] words = how.split(" ", 2);
    String said;
    switch (words[0].toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> {
        // Authorization id, user and password with a NUL between them.
        String[] parts = decoded(words.length == 2 ? words[1] : ask("")).split("\0", 3);
        said = parts.length == 3 ? parts[1] + "\0" + parts[2] : "";
      }
      case "LOGIN" ->
          said =
              decoded(words.length == 2 ? words[1] : ask("Username:"))
                  + "\0"
                  + decoded(ask("Password:"));
      default -> {
        wire.reply("504 5.5.4 only PLAIN and LOGIN");
        return;
      }
    }
    wire.reply(
        said.equals(username + "\0" + password)
            ? "235 2.7.0 welcome"
            : "535 5.7.8 wrong user or password");
  }

  private String ask(String prompt) throws IOException {
    wire.reply(
        "334 " + Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.US_ASCII)));
    return wire.line();
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException garbage) {
      return "";
    }
  }

  private boolean from(String argument) throws IOException {
    fault = faults.rollSmtp();
    if (fault == Faults.Smtp.HANG) {
      // Nothing more is said; the client gives up, or its system does.
      while (true) {
        wire.line();
      }
    }
    if (fault == Faults.Smtp.GARBAGE) {
      wire.reply(Faults.GARBAGE);
      return false;
    }
    sender = path(argument);
    recipients.clear();
    wire.reply(sender == null ? "501 5.1.7 expected FROM:<address>" : "250 2.1.0 ok");
    return true;
  }

  private boolean to(String argument) throws IOException {
    String recipient = path(argument);
    if (sender == null) {
      wire.reply("503 5.5.1 MAIL comes first");
    } else if (recipient == null || recipient.indexOf('@') < 1) {
      wire.reply("501 5.1.3 expected TO:<name@domain>");
    } else if (fault == Faults.Smtp.RANDOM_4XX_5XX) {
      String refusal =
          RANDOM_REFUSALS.get(ThreadLocalRandom.current().nextInt(RANDOM_REFUSALS.size()));
      wire.reply(refusal);
      return !refusal.startsWith("421");
    } else {
      recipients.add(recipient);
      wire.reply("250 2.1.5 ok");
    }
    return true;
  }

  private boolean data() throws IOException {
    if (sender == null || recipients.isEmpty()) {
      wire.reply("503 5.5.1 MAIL and RCPT come first");
      return true;
    }
    wire.reply("354 go on, end with a dot alone");
    if (fault == Faults.Smtp.DROP_IN_DATA) {
      wire.line();
      return false;
    }
    byte[] content = wire.content(MAX_KEPT);
    for (String recipient : recipients) {
      messages.add(new Arrival.Mail(sender, recipient, content, clock.instant()));
    }
    reset();
    if (fault == Faults.Smtp.DROP_BEFORE_ANSWER) {
      return false;
    }
    wire.reply("250 2.0.0 delivered");
    return true;
  }

  private void reset() {
    sender = null;
    recipients.clear();
  }

  /** What stands between the angle brackets; nothing where there are none. */
  private static @Nullable String path(String argument) {
    int open = argument.indexOf('<');
    int close = argument.indexOf('>', open + 1);
    return open < 0 || close < 0 ? null : argument.substring(open + 1, close);
  }
}
