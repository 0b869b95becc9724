package io.tidings.naming;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names in snake case: {@code Order completed last 30days} is {@code order_completed_last_30days}.
 * Written here once, for a segment must be called the same wherever it is told as a trait.
 */
public final class SnakeCase {
  private static final Pattern NEW_WORD =
      Pattern.compile(
          "(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|[^\\p{L}\\p{M}\\p{N}]+");

  private SnakeCase() {}

  /** A new word begins at whatever is no letter and no digit, and at a capital in mid-word. */
  public static String of(String name) {
    return NEW_WORD
        .splitAsStream(name)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining("_"))
        .toLowerCase(Locale.ROOT);
  }
}
