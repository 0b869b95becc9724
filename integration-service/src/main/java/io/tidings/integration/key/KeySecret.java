package io.tidings.integration.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** The text that a caller proves itself with. Exists in memory only; what is kept is its hash. */
record KeySecret(String text) {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** 40 characters out of 62 are 238 bits. */
  private static final int RANDOM_CHARACTERS = 40;

  private static final SecureRandom RANDOM = new SecureRandom();

  static KeySecret random(KeyKind kind) {
    StringBuilder text = new StringBuilder(kind.prefix());
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return new KeySecret(text.toString());
  }

  /** Enough to recognise it, far too little to guess it: {@code ts_3kQ…x9Zp}. */
  String hint() {
    return text.substring(0, 6) + '…' + text.substring(text.length() - 4);
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "KeySecret";
  }
}
