package io.tidings.user.attribute;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.validator.routines.EmailValidator;

/** E-mail addresses in the one form in which they are kept: lower case, the domain in ASCII. */
public final class EmailAddress {
  private static final int MAX_LENGTH = 254;
  private static final Syntax SYNTAX = new Syntax();

  private EmailAddress() {}

  /** The form in which the address is kept; empty where it is no e-mail address. */
  public static Optional<String> normalised(String offered) {
    String address = offered.strip();
    int at = address.lastIndexOf('@');
    if (at < 1 || address.length() > MAX_LENGTH || !SYNTAX.isValid(address)) {
      return Optional.empty();
    }
    String local = address.substring(0, at);
    String domain = IDN.toASCII(address.substring(at + 1));
    return Optional.of((local + '@' + domain).toLowerCase(Locale.ROOT));
  }

  /**
   * The library's syntax of the local part. Its domains are those of its own list of top-level
   * domains, which ages and lacks the reserved ones (RFC 2606); here any host name with a dot is
   * one.
   */
  private static final class Syntax extends EmailValidator {
    private static final long serialVersionUID = 1L;

    Syntax() {
      super(false, false);
    }

    @Override
    protected boolean isValidDomain(String domain) {
      try {
        String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
        int lastDot = ascii.lastIndexOf('.');
        return lastDot > 0
            && lastDot < ascii.length() - 1
            && !ascii.contains("..")
            && !Character.isDigit(ascii.charAt(lastDot + 1));
      } catch (IllegalArgumentException _) {
        return false;
      }
    }
  }
}
