package io.tidings.gateway.json;

import com.google.protobuf.Duration;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Durations as in {@code 30s}, {@code 15m}, {@code 12h}, {@code 7d}. */
final class DurationText {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([smhd])");

  private DurationText() {}

  static Duration read(String at, String text) {
    var match = TEXT.matcher(text);
    if (!match.matches()) {
      throw new DefectException(
          at,
          "is '" + text + "'; a duration is a whole number with its unit, like 30s, 15m, 12h, 7d");
    }
    return Duration.newBuilder()
        .setSeconds(Long.parseLong(match.group(1)) * seconds(match.group(2).charAt(0)))
        .build();
  }

  /** In the largest unit that tells it exactly; what is finer than a second as in {@code 1.5s}. */
  static String write(Duration duration) {
    if (duration.getNanos() != 0) {
      return BigDecimal.valueOf(duration.getNanos(), 9)
              .add(BigDecimal.valueOf(duration.getSeconds()))
              .stripTrailingZeros()
              .toPlainString()
          + "s";
    }
    for (var unit : new char[] {'d', 'h', 'm'}) {
      if (duration.getSeconds() % seconds(unit) == 0) {
        return duration.getSeconds() / seconds(unit) + String.valueOf(unit);
      }
    }
    return duration.getSeconds() + "s";
  }

  private static long seconds(char unit) {
    return switch (unit) {
      case 'd' -> 86_400;
      case 'h' -> 3_600;
      case 'm' -> 60;
      default -> 1;
    };
  }
}
