package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.channel.SettingValues;
import io.tidings.messaging.channel.TrustedCertificates;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is submitted, and how.
 *
 * @param from sender of mail that names none
 * @param connections sessions kept open at most, each carrying one mail at a time
 * @param timeout how long to wait for each answer
 * @param sendIdHeader null where the Message-ID alone tells the send's id
 */
record SmtpSettings(
    String host,
    int port,
    @Nullable String username,
    @Nullable String password,
    Security security,
    InternetAddress from,
    @Nullable String helloName,
    int connections,
    Duration connectTimeout,
    Duration timeout,
    @Nullable TrustedCertificates trusted,
    @Nullable SendIdHeader sendIdHeader) {

  enum Security {
    NONE,
    STARTTLS,
    TLS
  }

  private static final String SEND_ID_HEADER = "send_id_header";

  static final List<Setting> DECLARED =
      List.of(
          Setting.required("host", "name or address of the mail server"),
          Setting.number("port", "port of the mail server", 1, 65535, 587),
          Setting.choice(
              "security",
              "starttls: encrypt before anything is said, or fail; tls: encrypted from the first"
                  + " byte (port 465); none: in the clear, for a server on the same machine",
              List.of("starttls", "tls", "none")),
          Setting.optional("username", "account at the mail server; none where it asks for none"),
          Setting.optionalSecret("password", "password of that account"),
          Setting.required(
              "from", "sender of mail that names none, like Name <a@b.example> or a@b.example"),
          Setting.optional(
              "hello_name",
              "how we name ourselves to the mail server; this machine's name if none"),
          Setting.number("connections", "sessions kept open at most", 1, 200, 20),
          Setting.number("connect_timeout", "seconds to wait for a connection", 1, 300, 10),
          Setting.number("timeout", "seconds to wait for each answer", 1, 600, 30),
          Setting.optional(
              "ca_certificate",
              "certificate (PEM) that the mail server's must be signed by, in place of the public"
                  + " authorities"),
          Setting.optional(
              SEND_ID_HEADER,
              "a header that tells the mail server the send's id, for those that report it back:"
                  + " X-PM-Metadata-send-id: {send_id} for Postmark"));

  SmtpSettings {
    if ((username == null) != (password == null)) {
      throw new InvalidSettings(
          username == null ? "username" : "password",
          "username and password go together; only one of them was given");
    }
  }

  static SmtpSettings from(SettingValues values) {
    String trusted = values.textOrNull("ca_certificate");
    String sendIdHeader = values.textOrNull(SEND_ID_HEADER);
    return new SmtpSettings(
        values.text("host"),
        values.number("port"),
        values.textOrNull("username"),
        values.textOrNull("password"),
        Security.valueOf(values.text("security").toUpperCase(Locale.ROOT)),
        sender(values.text("from")),
        values.textOrNull("hello_name"),
        values.number("connections"),
        Duration.ofSeconds(values.number("connect_timeout")),
        Duration.ofSeconds(values.number("timeout")),
        trusted == null ? null : TrustedCertificates.parse("ca_certificate", trusted),
        sendIdHeader == null ? null : SendIdHeader.parse(SEND_ID_HEADER, sendIdHeader));
  }

  SSLSocketFactory tls() {
    return trusted == null
        ? (SSLSocketFactory) SSLSocketFactory.getDefault()
        : trusted.sslContext().getSocketFactory();
  }

  private static InternetAddress sender(String offered) {
    try {
      return MailAddress.parse(offered);
    } catch (AddressException notOne) {
      throw new InvalidSettings(
          "from",
          "from '%s' is not a sender, like Name <a@b.example> or a@b.example: %s"
              .formatted(offered, notOne.getMessage()));
    }
  }

  @Override
  public String toString() {
    return "SmtpSettings[host=%s, port=%d, security=%s, connections=%d]"
        .formatted(host, port, security, connections);
  }
}
