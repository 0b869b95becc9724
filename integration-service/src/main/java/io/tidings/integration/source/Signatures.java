package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the signatures of several services have in common. */
final class Signatures {
  private Signatures() {}

  /**
   * @param algorithm as the Java Cryptography Architecture names it: {@code HmacSHA256}
   * @param parts signed as if they were one
   */
  static byte[] hmac(String algorithm, String key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks " + algorithm, e);
    }
  }

  /** Takes the same time wherever they differ. */
  static boolean isHex(byte[] expected, String offered) {
    return same(HexFormat.of().formatHex(expected), offered.toLowerCase(Locale.ROOT));
  }

  /** Takes the same time wherever they differ. */
  static boolean same(String expected, String offered) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), offered.getBytes(UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  /**
   * Whether a time in seconds since 1970, as it stands in a header, is close enough to now.
   *
   * @return false for what is no such time, too
   */
  static boolean isFresh(String seconds, Instant now, Duration tolerance) {
    try {
      Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
      return Duration.between(at, now).abs().compareTo(tolerance) <= 0;
    } catch (RuntimeException notATime) {
      return false;
    }
  }
}
