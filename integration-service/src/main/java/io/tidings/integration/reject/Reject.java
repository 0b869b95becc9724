package io.tidings.integration.reject;

import java.time.Instant;
import java.util.UUID;

/**
 * One call, or one value of a call, that could not be taken.
 *
 * @param source id of the key that it came with
 * @param messageId the caller's id of the call; empty where it gave none
 */
record Reject(
    String workspaceId,
    UUID id,
    String source,
    Kind kind,
    String messageId,
    Defect defect,
    Instant rejectedAt) {
  private static final int MAX_SOURCE = 100;
  private static final int MAX_MESSAGE_ID = 100;

  enum Kind {
    /** Nothing of the call was applied. */
    CALL,
    /** The rest of the call was. */
    VALUE
  }

  /** Whatever is wrong with it can be kept. */
  Reject {
    source = Defect.shortened(source, MAX_SOURCE).replace('\0', '?');
    messageId = Defect.shortened(messageId, MAX_MESSAGE_ID).replace('\0', '?');
  }
}
