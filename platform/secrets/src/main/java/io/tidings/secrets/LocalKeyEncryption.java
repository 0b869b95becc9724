package io.tidings.secrets;

import org.jspecify.annotations.Nullable;

/**
 * Wraps with a key that the installation itself keeps, from the environment or from a file.
 *
 * @param previous unwraps what it wrapped before it was replaced
 */
record LocalKeyEncryption(LocalKey current, @Nullable LocalKey previous)
    implements KeyEncryptionKey {
  @Override
  public String id() {
    return current.id();
  }

  @Override
  public byte[] wrap(byte[] plain, String context) {
    return current.wrap(plain, context);
  }

  @Override
  public byte[] unwrap(String id, byte[] wrapped, String context) {
    if (id.equals(current.id())) {
      return current.unwrap(wrapped, context);
    }
    if (previous != null && id.equals(previous.id())) {
      return previous.unwrap(wrapped, context);
    }
    throw new SealBrokenException(
        "the data keys of this database were wrapped with the encryption key %s, and the one given is"
                .formatted(id)
            + " %s; give the former as TIDINGS_ENCRYPTION_KEY_PREVIOUS to replace it"
                .formatted(current.id()));
  }

  /** The key out of which services made theirs before they had data keys. */
  LocalKey oldest() {
    return previous != null ? previous : current;
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "LocalKeyEncryption[" + id() + "]";
  }
}
