package io.tidings.rpc;

/**
 * Says whose an API key is. Asked by {@link Credentials}, which remembers the answer for a moment.
 */
public interface KeyVerifier {

  /**
   * @param secret the whole key as the caller offered it
   */
  Verdict verify(String secret);

  /** Who holds a key, and so what it is good for. */
  enum Kind {
    /** Everybody who looks into a page or an app: may add data, may not read. */
    WRITE,
    /** A server: everything in the workspace. */
    SECRET
  }

  /** What a key came to. */
  sealed interface Verdict {
    /** It belongs to a workspace and is good for what its kind is good for. */
    record Verified(String workspaceId, String keyId, Kind kind, SourceSettings settings)
        implements Verdict {}

    /** It is good, but its workspace is not to be used. */
    record Disabled(String workspaceId) implements Verdict {}

    /** It was good once. */
    record Revoked() implements Verdict {}

    /** Nobody ever made it. */
    record Unknown() implements Verdict {}
  }
}
