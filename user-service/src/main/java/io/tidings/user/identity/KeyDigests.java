package io.tidings.user.identity;

import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;

/**
 * What stands for a key in the database: a keyed digest, by which it is found and not read. The
 * same key of two workspaces has two.
 */
@Singleton
public final class KeyDigests {
  /** Of the 32: no two keys share them by chance, and the largest index is half as large. */
  private static final int KEPT_BYTES = 16;

  private final Secrets secrets;

  KeyDigests(Secrets secrets) {
    this.secrets = secrets;
  }

  public byte[] of(String workspaceId, Key key) {
    String purpose = "identifier\0" + workspaceId + '\0' + key.type();
    return Arrays.copyOf(secrets.fingerprint(purpose, key.value()), KEPT_BYTES);
  }

  /** One for each key, in their order. */
  byte[][] of(String workspaceId, Collection<Key> keys) {
    return keys.stream().map(key -> of(workspaceId, key)).toArray(byte[][]::new);
  }
}
