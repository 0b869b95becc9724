package io.tidings.gateway.profileapi;

import java.util.Locale;
import java.util.regex.Pattern;

/** What an audience is called as a trait, here as at destinations: its name in snake case. */
final class AudienceName {
  private static final Pattern NEW_WORD =
      Pattern.compile(
          "(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|[^\\p{L}\\p{N}]+");

  private AudienceName() {}

  static String asTrait(String name) {
    return String.join("_", NEW_WORD.splitAsStream(name).filter(word -> !word.isEmpty()).toList())
        .toLowerCase(Locale.ROOT);
  }
}
