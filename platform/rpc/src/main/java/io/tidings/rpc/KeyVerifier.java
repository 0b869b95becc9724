package io.tidings.rpc;

import io.tidings.proto.rpc.v1.Access;

/**
 * Says whose an API key is. Asked by {@link Credentials}, which remembers the answer for a moment.
 */
public interface KeyVerifier {

  /**
   * @param secret the whole key as the caller offered it
   */
  Verdict verify(String secret);

  /** What a key is good for. */
  sealed interface Verdict {
    /** It belongs to a workspace and allows {@code access} there. */
    record Verified(String workspaceId, String keyId, Access access) implements Verdict {}

    /** It was good once. */
    record Revoked() implements Verdict {}

    /** Nobody ever made it. */
    record Unknown() implements Verdict {}
  }
}
