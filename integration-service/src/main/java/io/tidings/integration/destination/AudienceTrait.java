package io.tidings.integration.destination;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a segment is called where it is told as a trait. */
final class AudienceTrait {
  private static final Pattern WORD_STARTS =
      Pattern.compile("(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private AudienceTrait() {}

  /** Snake case: {@code Order completed last 30days} is {@code order_completed_last_30days}. */
  static String nameOf(String segmentName) {
    String spaced = WORD_STARTS.matcher(segmentName).replaceAll(" ").strip();
    String snake = BETWEEN_WORDS.matcher(spaced).replaceAll("_");
    return trimmed(snake).toLowerCase(Locale.ROOT);
  }

  private static String trimmed(String snake) {
    int start = snake.startsWith("_") ? 1 : 0;
    int end = snake.endsWith("_") && snake.length() > start ? snake.length() - 1 : snake.length();
    return snake.substring(start, end);
  }
}
