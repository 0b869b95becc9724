package io.tidings.outbox;

import com.google.protobuf.Message;
import java.util.UUID;

/**
 * One thing that became true of one profile.
 *
 * @param workspaceId the workspace whose fact this is
 * @param profileId whom it is about; decides the partition and with it what it stays in order with
 * @param payload one of the messages of the publishing service's {@code facts.proto}
 */
public record Fact(String workspaceId, UUID profileId, Message payload) {
  public Fact {
    if (workspaceId.isEmpty()) {
      throw new IllegalArgumentException("a fact belongs to a workspace, this one names none");
    }
  }
}
