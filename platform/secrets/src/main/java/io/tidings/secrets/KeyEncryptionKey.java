package io.tidings.secrets;

/**
 * The installation's one key, which wraps the data keys of every service and never lies in a
 * database. Comes from the environment or from a file; a bean of this type that asks a key
 * management service takes their place.
 */
public interface KeyEncryptionKey {
  /** Names the key that wraps now; it is noted beside what was wrapped. */
  String id();

  /**
   * @param context what is wrapped; it unwraps only under the same
   */
  byte[] wrap(byte[] plain, String context);

  /**
   * @param id of the key that wrapped: this one, or an earlier one that can still be asked
   * @throws SealBrokenException if that key is not at hand, or the bytes are not what it wrapped
   */
  byte[] unwrap(String id, byte[] wrapped, String context);
}
