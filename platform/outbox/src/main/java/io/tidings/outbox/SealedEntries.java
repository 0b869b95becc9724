package io.tidings.outbox;

import io.tidings.proto.outbox.v1.Entry;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Entries as they lie in the outbox: sealed, for facts carry what is known of people. */
@Singleton
final class SealedEntries {
  private final Secrets secrets;

  SealedEntries(Secrets secrets) {
    this.secrets = secrets;
  }

  byte[] seal(UUID entryId, Entry entry) {
    return secrets.seal(entry.toByteArray(), context(entryId));
  }

  /** The bytes of the entry. One that was appended before entries were sealed lies in clear. */
  byte[] open(UUID entryId, byte[] column) {
    return Secrets.isSealed(column) ? secrets.open(column, context(entryId)) : column;
  }

  private static String context(UUID entryId) {
    return "outbox " + entryId;
  }
}
