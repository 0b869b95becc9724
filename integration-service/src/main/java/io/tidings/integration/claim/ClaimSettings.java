package io.tidings.integration.claim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By what a workspace checks claims.
 *
 * @param publicKey PEM
 */
record ClaimSettings(
    boolean proofRequired,
    @Nullable String signingSecret,
    @Nullable String publicKey,
    Instant updatedAt) {
  /** Whether there is anything to check a proof with. */
  boolean canCheck() {
    return signingSecret != null || publicKey != null;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ClaimSettings[proofRequired=" + proofRequired + "]";
  }
}
