package io.tidings.messaging.channel;

import java.util.regex.Pattern;

/** What providers say goes on file; it may be anything, of any length. */
public final class ProviderWords {
  private static final int MAX = 1_000;
  private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");

  private ProviderWords() {}

  /** The same for the same words, so that a receipt's reference is still that of its send. */
  public static String clean(String said) {
    String printable = CONTROL_CHARACTERS.matcher(said).replaceAll(" ").strip();
    return printable.length() > MAX ? printable.substring(0, MAX) : printable;
  }
}
