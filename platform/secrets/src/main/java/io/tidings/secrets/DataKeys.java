package io.tidings.secrets;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A keyset of a service, as Tink knows it: AES-256-GCM keys that seal, the newest of them now, all
 * of them opening; or the HMAC key that makes fingerprints, which stays, for nothing that was
 * fingerprinted can be read to be fingerprinted anew.
 */
final class DataKeys {
  private static final int KEY_BYTES = 32;
  private static final AesGcmParameters SEALING;
  private static final HmacParameters HASHING;

  static {
    try {
      AeadConfig.register();
      MacConfig.register();
      SEALING =
          AesGcmParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setIvSizeBytes(12)
              .setTagSizeBytes(16)
              .setVariant(AesGcmParameters.Variant.TINK)
              .build();
      HASHING =
          HmacParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setTagSizeBytes(32)
              .setHashType(HmacParameters.HashType.SHA256)
              .setVariant(HmacParameters.Variant.NO_PREFIX)
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES-GCM or HMAC-SHA256", e);
    }
  }

  private final KeysetHandle keys;

  private DataKeys(KeysetHandle keys) {
    this.keys = keys;
  }

  /**
   * @param earlier the key out of which a service made its own before it had data keys; null where
   *     there is no such past
   */
  @AccessesPartialKey
  static DataKeys forSealing(@Nullable LocalKey earlier) throws GeneralSecurityException {
    KeysetHandle.Builder keys = KeysetHandle.newBuilder();
    if (earlier != null) {
      byte[] derived = earlier.derived("tidings seal");
      AesGcmKey key =
          AesGcmKey.builder()
              .setParameters(SEALING)
              .setKeyBytes(SecretBytes.copyFrom(derived, InsecureSecretKeyAccess.get()))
              .setIdRequirement(idOfDerived(derived))
              .build();
      keys.addEntry(KeysetHandle.importKey(key));
    }
    keys.addEntry(KeysetHandle.generateEntryFromParameters(SEALING).withRandomId().makePrimary());
    return new DataKeys(keys.build());
  }

  @AccessesPartialKey
  static DataKeys forFingerprints(@Nullable LocalKey earlier) throws GeneralSecurityException {
    KeysetHandle.Builder keys = KeysetHandle.newBuilder();
    if (earlier == null) {
      keys.addEntry(KeysetHandle.generateEntryFromParameters(HASHING).withRandomId().makePrimary());
    } else {
      HmacKey key =
          HmacKey.builder()
              .setParameters(HASHING)
              .setKeyBytes(
                  SecretBytes.copyFrom(
                      earlier.derived("tidings fingerprint"), InsecureSecretKeyAccess.get()))
              .build();
      keys.addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary());
    }
    return new DataKeys(keys.build());
  }

  static DataKeys parsed(byte[] keyset) throws GeneralSecurityException {
    return new DataKeys(TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get()));
  }

  byte[] serialized() throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
  }

  /** With a new key that seals from now on, beside those that still open. */
  DataKeys rotated() throws GeneralSecurityException {
    return new DataKeys(
        KeysetHandle.newBuilder(keys)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(SEALING).withRandomId().makePrimary())
            .build());
  }

  Aead aead() throws GeneralSecurityException {
    return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  Mac mac() throws GeneralSecurityException {
    return keys.getPrimitive(RegistryConfiguration.get(), Mac.class);
  }

  int primaryId() {
    return keys.getPrimary().getId();
  }

  int size() {
    return keys.size();
  }

  boolean has(int id) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.getAt(i).getId() == id) {
        return true;
      }
    }
    return false;
  }

  private static int idOfDerived(byte[] key) throws GeneralSecurityException {
    byte[] info = "tidings key id".getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Hkdf.computeHkdf("HMACSHA256", key, new byte[0], info, 4)).getInt();
  }
}
