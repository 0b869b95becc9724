package io.tidings.secrets;

import io.tidings.secrets.Keyring.Unwrapped;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Seals what is kept secret in a database, with this service's data key. Sealed bytes name the key
 * that made them, so that a later key can stand beside it.
 */
@Singleton
public final class Secrets {
  /** What every sealed value begins with: Tink's version byte, then the key's id. */
  private static final byte SEALED = 1;

  private static final int PREFIX_BYTES = 5;

  private final Keyring keyring;

  Secrets(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * @param context what the bytes belong to; they open only with the same context, so a sealed
   *     value that is moved to another row does not open there
   */
  public byte[] seal(byte[] plain, String context) {
    try {
      return keyring.keys().aead().encrypt(plain, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  /**
   * @throws SealBrokenException if the bytes were sealed with another key, for another context, or
   *     were changed
   */
  public byte[] open(byte[] sealed, String context) {
    Unwrapped keys = keyring.keys();
    if (isSealed(sealed) && !keys.sealing().has(keyId(sealed))) {
      // Another process has rotated since.
      keys = keyring.reload();
    }
    try {
      return keys.aead().decrypt(sealed, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new SealBrokenException(context, e);
    }
  }

  /**
   * Whether the bytes can be sealed ones. Tells them from protobuf and JSON, neither of which
   * begins so; for columns that held those in clear before.
   */
  public static boolean isSealed(byte[] bytes) {
    return bytes.length > PREFIX_BYTES && bytes[0] == SEALED;
  }

  /**
   * A keyed hash (32 bytes): the same value gives the same one, and nobody without the key can try
   * values against it.
   *
   * @param purpose keeps equal values of different columns apart
   */
  public byte[] fingerprint(String purpose, String value) {
    try {
      return keyring.keys().mac().computeMac(bytes(purpose + '\0' + value));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot hash", e);
    }
  }

  /** What all that is sealed now begins with. */
  byte[] currentPrefix() {
    return ByteBuffer.allocate(PREFIX_BYTES)
        .put(SEALED)
        .putInt(keyring.keys().sealing().primaryId())
        .array();
  }

  private static int keyId(byte[] sealed) {
    return ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
