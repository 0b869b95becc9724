package io.tidings.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;

/** 32 bytes that the installation itself keeps. */
final class LocalKey {
  static final int BYTES = 32;

  private final String id;
  private final byte[] key;
  private final Aead aead;

  private LocalKey(byte[] key) throws GeneralSecurityException {
    this.key = key;
    this.id = HexFormat.of().formatHex(hkdf(key, "tidings encryption key id", 8));
    this.aead = new AesGcmJce(derived("tidings keyset"));
  }

  /**
   * @param source what the operator calls it, for errors
   */
  static LocalKey of(String source, String base64) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          source + " is not base64; make one with: openssl rand -base64 32", e);
    }
    if (key.length != BYTES) {
      throw new IllegalArgumentException(
          "%s holds %d bytes, it must be %d; make one with: openssl rand -base64 32"
              .formatted(source, key.length, BYTES));
    }
    try {
      return new LocalKey(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES-GCM or HMAC-SHA256", e);
    }
  }

  /** The same for the same key in every process; tells nothing of it. */
  String id() {
    return id;
  }

  byte[] wrap(byte[] plain, String context) {
    try {
      return aead.encrypt(plain, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot wrap", e);
    }
  }

  byte[] unwrap(byte[] wrapped, String context) {
    try {
      return aead.decrypt(wrapped, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new SealBrokenException(context, e);
    }
  }

  /** A key made out of this one: what wraps is never what seals or hashes. */
  byte[] derived(String purpose) throws GeneralSecurityException {
    return hkdf(key, purpose, BYTES);
  }

  private static byte[] hkdf(byte[] key, String purpose, int size) throws GeneralSecurityException {
    return Hkdf.computeHkdf("HMACSHA256", key, new byte[0], bytes(purpose), size);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
