package io.tidings.messaging.channel.sms;

import java.util.regex.Pattern;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jspecify.annotations.Nullable;

/** A number or name as SMPP writes it: with the kind that it is of, and without the plus sign. */
record SmppAddress(TypeOfNumber type, NumberingPlanIndicator plan, String address) {

  private static final Pattern NUMBER = Pattern.compile("\\+?(\\d{1,15})");

  /** Longest number that stands for a service in one country or network, not for a phone. */
  private static final int MAX_SHORT_CODE = 6;

  static @Nullable SmppAddress ofNumber(String number) {
    var matcher = NUMBER.matcher(number);
    if (!matcher.matches()) {
      return null;
    }
    String digits = matcher.group(1);
    return digits.length() <= MAX_SHORT_CODE
        ? new SmppAddress(TypeOfNumber.NETWORK_SPECIFIC, NumberingPlanIndicator.UNKNOWN, digits)
        : new SmppAddress(TypeOfNumber.INTERNATIONAL, NumberingPlanIndicator.ISDN, digits);
  }

  static SmppAddress ofLetters(String name) {
    return new SmppAddress(TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, name);
  }

  @Override
  public String toString() {
    return "SmppAddress[type=" + type + "]";
  }
}
