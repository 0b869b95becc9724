package io.tidings.gateway.reject;

import io.tidings.gateway.json.Defect;
import io.tidings.proto.integration.v1.RejectKind;

/**
 * A call that was not applied, or not all of it.
 *
 * @param messageId the caller's id of the call; empty where it gave none
 */
public record RejectedCall(String messageId, RejectKind kind, Defect defect) {
  public RejectedCall(String messageId, Defect defect) {
    this(messageId, RejectKind.REJECT_KIND_CALL, defect);
  }

  /** A call that was applied but for one value. */
  public static RejectedCall value(String messageId, Defect defect) {
    return new RejectedCall(messageId, RejectKind.REJECT_KIND_VALUE, defect);
  }

  public boolean isWhole() {
    return kind == RejectKind.REJECT_KIND_CALL;
  }
}
