package io.tidings.messaging.channel.sms;

import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.channel.SettingValues;
import io.tidings.messaging.channel.TrustedCertificates;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where text messages are submitted, and as whom.
 *
 * @param source who the phone shows as the sender
 * @param window messages under way at once, at most
 * @param timeout how long to wait for each answer
 */
record SmppSettings(
    String host,
    int port,
    Security security,
    String systemId,
    String password,
    String systemType,
    SmppAddress source,
    int window,
    Duration connectTimeout,
    Duration timeout,
    Duration enquireEvery,
    @Nullable TrustedCertificates trusted) {

  enum Security {
    NONE,
    TLS
  }

  static final List<Setting> DECLARED =
      List.of(
          Setting.required("host", "name or address of the message centre"),
          Setting.number("port", "port of the message centre", 1, 65535, 2775),
          Setting.choice(
              "security",
              "none: in the clear, as most message centres expect inside a private network; tls:"
                  + " encrypted",
              List.of("none", "tls")),
          Setting.required("system_id", "account at the message centre"),
          Setting.requiredSecret("password", "password of that account, at most 8 characters"),
          Setting.optional(
              "system_type", "kind of system, where the message centre asks for it", ""),
          Setting.required(
              "source_address",
              "sender that the phone shows: a number, a short code, or up to 11 letters and"
                  + " digits"),
          Setting.number("window", "messages under way at once, at most", 1, 500, 20),
          Setting.number("connect_timeout", "seconds to wait for a connection", 1, 300, 10),
          Setting.number("timeout", "seconds to wait for each answer", 1, 300, 10),
          Setting.number("enquire_link", "seconds of silence before we ask for life", 1, 600, 30),
          Setting.optional(
              "ca_certificate",
              "certificate (PEM) that the message centre's must be signed by, in place of the"
                  + " public authorities"));

  private static final Pattern LETTERS = Pattern.compile("[A-Za-z0-9 ._&-]{1,11}");
  private static final int MAX_SYSTEM_ID = 15;
  private static final int MAX_PASSWORD = 8;

  SmppSettings {
    if (systemId.length() > MAX_SYSTEM_ID) {
      throw new InvalidSettings(
          "system_id",
          "system_id has %d characters; SMPP takes at most %d"
              .formatted(systemId.length(), MAX_SYSTEM_ID));
    }
    if (password.length() > MAX_PASSWORD) {
      throw new InvalidSettings(
          "password",
          "password has %d characters; SMPP takes at most %d"
              .formatted(password.length(), MAX_PASSWORD));
    }
  }

  static SmppSettings from(SettingValues values) {
    String trusted = values.textOrNull("ca_certificate");
    return new SmppSettings(
        values.text("host"),
        values.number("port"),
        Security.valueOf(values.text("security").toUpperCase(Locale.ROOT)),
        values.text("system_id"),
        values.text("password"),
        values.text("system_type"),
        source(values.text("source_address")),
        values.number("window"),
        Duration.ofSeconds(values.number("connect_timeout")),
        Duration.ofSeconds(values.number("timeout")),
        Duration.ofSeconds(values.number("enquire_link")),
        trusted == null ? null : TrustedCertificates.parse("ca_certificate", trusted));
  }

  private static SmppAddress source(String offered) {
    SmppAddress number = SmppAddress.ofNumber(offered);
    if (number != null) {
      return number;
    }
    if (LETTERS.matcher(offered).matches()) {
      return SmppAddress.ofLetters(offered);
    }
    throw new InvalidSettings(
        "source_address",
        "source_address '%s' is not a number of up to 15 digits, nor up to 11 letters and digits"
            .formatted(offered));
  }

  @Override
  public String toString() {
    return "SmppSettings[host=%s, port=%d, security=%s, window=%d]"
        .formatted(host, port, security, window);
  }
}
