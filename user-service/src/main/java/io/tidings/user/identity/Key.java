package io.tidings.user.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * What one profile of a workspace at a time owns: an identifier, or a device's token. Keys are
 * ordered, so that all transactions take them in the same order and none waits for another in a
 * circle.
 */
public record Key(String type, String value) implements Comparable<Key> {
  static final String DEVICE_TOKEN = "device_token";

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::type).thenComparing(Key::value);

  public static Key of(Identifier identifier) {
    return new Key(identifier.type(), identifier.value());
  }

  /** A token is longer than an index takes and nobody's to read: its digest stands for it. */
  public static Key ofDeviceToken(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return new Key(DEVICE_TOKEN, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }
}
