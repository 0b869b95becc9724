package io.tidings.messaging.channel.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;

/** Reads the addresses that senders and recipients are given by. */
final class MailAddress {

  private MailAddress() {}

  /**
   * One address, with or without a name. A domain in any script is taken in its ASCII form; the
   * part before the @ has to be ASCII, since few servers take anything else.
   */
  static InternetAddress parse(String text) throws AddressException {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new AddressException("it holds a control character");
    }
    InternetAddress[] parsed = InternetAddress.parse(text, false);
    if (parsed.length != 1) {
      throw new AddressException("one address is needed; there are " + parsed.length);
    }
    InternetAddress address = parsed[0];
    String plain = address.getAddress();
    int at = plain.lastIndexOf('@');
    if (at < 1) {
      throw new AddressException("there is no domain, as in name@domain");
    }
    String domain;
    try {
      domain = IDN.toASCII(plain.substring(at + 1));
    } catch (IllegalArgumentException notADomain) {
      throw new AddressException("the part after the @ is not a domain");
    }
    String local = plain.substring(0, at);
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(local)) {
      throw new AddressException("the part before the @ has letters that mail does not carry");
    }
    InternetAddress ascii = new InternetAddress(local + "@" + domain, true);
    if (address.getPersonal() != null) {
      try {
        ascii.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
      } catch (UnsupportedEncodingException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return ascii;
  }

  static String domain(InternetAddress address) {
    String plain = address.getAddress();
    return plain.substring(plain.lastIndexOf('@') + 1);
  }
}
