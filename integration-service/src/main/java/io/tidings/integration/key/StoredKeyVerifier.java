package io.tidings.integration.key;

import io.tidings.rpc.KeyVerifier;
import jakarta.inject.Singleton;

/** Looks up the keys that callers of this very service come with. */
@Singleton
final class StoredKeyVerifier implements KeyVerifier {
  private final Keys keys;

  StoredKeyVerifier(Keys keys) {
    this.keys = keys;
  }

  @Override
  public Verdict verify(String secret) {
    return keys.find(secret).map(StoredKeyVerifier::verdictOn).orElseGet(Verdict.Unknown::new);
  }

  private static Verdict verdictOn(Keys.Presented presented) {
    ApiKey key = presented.key();
    if (key.revokedAt() != null) {
      return new Verdict.Revoked();
    }
    if (presented.workspaceDisabled()) {
      return new Verdict.Disabled(key.workspaceId());
    }
    return new Verdict.Verified(
        key.workspaceId(),
        key.id().toString(),
        switch (key.kind()) {
          case WRITE -> Kind.WRITE;
          case SECRET -> Kind.SECRET;
        },
        key.settings());
  }
}
