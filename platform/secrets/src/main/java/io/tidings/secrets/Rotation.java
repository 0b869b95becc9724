package io.tidings.secrets;

import io.tidings.secrets.Keyring.Unwrapped;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HexFormat;

/** What an operator can ask and do about this service's data keys. */
@Singleton
public final class Rotation {
  private final Keyring keyring;

  Rotation(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * @param dataKeyId names the key that seals
   * @param dataKeys how many there are, those that only open among them
   * @param encryptionKeyId names the key that wraps them
   * @param rotatedAt when the key that seals was made
   * @param complete whether all that is sealed is sealed with it
   */
  public record State(
      String dataKeyId,
      int dataKeys,
      String encryptionKeyId,
      Instant rotatedAt,
      boolean complete) {}

  /** Makes a new data key, and has everything sealed with it; joins a rotation under way. */
  public State rotate() {
    return state(keyring.rotate());
  }

  public State state() {
    return state(keyring.reload());
  }

  private State state(Unwrapped keys) {
    return new State(
        HexFormat.of().toHexDigits(keys.sealing().primaryId()),
        keys.sealing().size(),
        keyring.encryptionKeyId(),
        keys.rotatedAt(),
        keys.complete());
  }
}
