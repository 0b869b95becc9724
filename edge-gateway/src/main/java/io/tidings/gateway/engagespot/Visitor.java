package io.tidings.gateway.engagespot;

import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.rpc.Credentials.Admission;

/**
 * A user who calls for themselves.
 *
 * @param userId proved as far as the workspace demands it
 * @param proven whether it is certain who they are, so that they may read what is known of them
 */
record Visitor(Admission source, String userId, boolean proven) {
  ProfileSelector selector() {
    return ProfileSelector.newBuilder().setUserId(userId).build();
  }

  /** Without what names a person. */
  @Override
  public String toString() {
    return "Visitor[" + source.caller().workspaceId() + "]";
  }
}
