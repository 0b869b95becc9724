package io.tidings.user.attribute;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.Optional;
import java.util.regex.Pattern;

/** Phone numbers in the one form in which they are kept: E.164. */
public final class PhoneNumber {
  private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
  private static final Pattern SEPARATORS = Pattern.compile("[\\s\\-.()]");
  private static final Pattern INTERNATIONAL = Pattern.compile("\\+?[1-9][0-9]{6,14}");

  /** What the library calls the place of satellite phones and such. */
  private static final String NO_COUNTRY = "001";

  private PhoneNumber() {}

  /**
   * The number as E.164, given as such or as its digits only; empty where it is no number that can
   * be dialled from abroad. What counts is country code and length, not whether the number is in
   * use: numbering plans change faster than libraries.
   */
  public static Optional<String> normalised(String offered) {
    String number = SEPARATORS.matcher(offered).replaceAll("");
    if (!INTERNATIONAL.matcher(number).matches()) {
      return Optional.empty();
    }
    try {
      var parsed = LIBRARY.parse(number.startsWith("+") ? number : "+" + number, null);
      return LIBRARY.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE
          ? Optional.of(LIBRARY.format(parsed, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException _) {
      return Optional.empty();
    }
  }

  /** The country of a number as E.164, ISO 3166-1 in two letters; empty where it is of none. */
  static Optional<String> country(String number) {
    try {
      return Optional.ofNullable(LIBRARY.getRegionCodeForNumber(LIBRARY.parse(number, null)))
          .filter(region -> !region.equals(NO_COUNTRY));
    } catch (NumberParseException _) {
      return Optional.empty();
    }
  }

  /** Whether the text is a phone number as E.164, with its plus sign. */
  public static boolean isE164(String text) {
    return text.startsWith("+") && normalised(text).equals(Optional.of(text));
  }
}
