package io.tidings.secrets;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Seals what is kept secret in a database, with the installation's one key. Sealed bytes name the
 * key that made them, so that a later key can stand beside it.
 */
@Singleton
public final class Secrets {
  private static final int KEY_BYTES = 32;

  private final Aead aead;
  private final Mac mac;

  /**
   * @param key base64 of 32 random bytes (`openssl rand -base64 32`); every replica has the same
   */
  public Secrets(@Value("${tidings.encryption-key}") String key) {
    byte[] master = decode(key);
    try {
      AeadConfig.register();
      MacConfig.register();
      // Two keys out of one: what seals is never what hashes.
      this.aead = aead(derive(master, "tidings seal"));
      this.mac = mac(derive(master, "tidings fingerprint"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES-GCM or HMAC-SHA256", e);
    }
  }

  /**
   * @param context what the bytes belong to; they open only with the same context, so a sealed
   *     value that is moved to another row does not open there
   */
  public byte[] seal(byte[] plain, String context) {
    try {
      return aead.encrypt(plain, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  /**
   * @throws SealBrokenException if the bytes were sealed with another key, for another context, or
   *     were changed
   */
  public byte[] open(byte[] sealed, String context) {
    try {
      return aead.decrypt(sealed, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new SealBrokenException(context, e);
    }
  }

  /**
   * A keyed hash (32 bytes): the same value gives the same one, and nobody without the key can try
   * values against it.
   *
   * @param purpose keeps equal values of different columns apart
   */
  public byte[] fingerprint(String purpose, String value) {
    try {
      return mac.computeMac(bytes(purpose + '\0' + value));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot hash", e);
    }
  }

  private static byte[] decode(String key) {
    byte[] master;
    try {
      master = Base64.getDecoder().decode(key.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TIDINGS_ENCRYPTION_KEY is not base64; make one with: openssl rand -base64 32", e);
    }
    if (master.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "TIDINGS_ENCRYPTION_KEY holds %d bytes, it must be %d; make one with: openssl rand -base64 32"
              .formatted(master.length, KEY_BYTES));
    }
    return master;
  }

  private static byte[] derive(byte[] master, String purpose) throws GeneralSecurityException {
    return Hkdf.computeHkdf("HMACSHA256", master, new byte[0], bytes(purpose), KEY_BYTES);
  }

  @AccessesPartialKey
  private static Aead aead(byte[] key) throws GeneralSecurityException {
    int id = idOf(key);
    AesGcmKey aes =
        AesGcmKey.builder()
            .setParameters(
                AesGcmParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.TINK)
                    .build())
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .setIdRequirement(id)
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(aes).makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  @AccessesPartialKey
  private static Mac mac(byte[] key) throws GeneralSecurityException {
    HmacKey hmac =
        HmacKey.builder()
            .setParameters(
                HmacParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setTagSizeBytes(32)
                    .setHashType(HmacParameters.HashType.SHA256)
                    .setVariant(HmacParameters.Variant.NO_PREFIX)
                    .build())
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(hmac).withRandomId().makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), Mac.class);
  }

  /** The same key has the same id in every process, and it tells nothing of the key. */
  private static int idOf(byte[] key) throws GeneralSecurityException {
    return ByteBuffer.wrap(
            Hkdf.computeHkdf("HMACSHA256", key, new byte[0], bytes("tidings key id"), 4))
        .getInt();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
