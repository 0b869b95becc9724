package io.tidings.integration.source;

/** What became of one webhook. */
sealed interface Reception {

  /** What it told is durable, or was known, or is nothing that we use. */
  record Taken() implements Reception {}

  /** It does not prove that it comes from the service, or is too old. */
  record Refused(String reason) implements Reception {}

  /** It proves where it comes from, and is not what that service sends. */
  record Unreadable(String reason) implements Reception {}

  /** No workspace has such a connection. */
  record Unknown() implements Reception {}

  /** Its workspace is not to be used. */
  record Disabled(String workspaceId) implements Reception {}
}
