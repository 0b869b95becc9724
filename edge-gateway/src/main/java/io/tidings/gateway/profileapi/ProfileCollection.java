package io.tidings.gateway.profileapi;

import io.tidings.gateway.answer.Problem;
import io.tidings.proto.value.v1.Value;

/** Profiles of one kind: users or accounts. */
interface ProfileCollection {
  /** As the paths of its profiles have it. */
  String name();

  /**
   * @param identifier as in {@code user_id:ada}, {@code group_id:acme}
   * @throws Problem where it cannot name a profile of the collection
   * @throws io.grpc.StatusRuntimeException NOT_FOUND where nobody is known by it
   */
  KnownProfile find(String identifier);

  /** The profiles of the other kind that a profile belongs with. */
  Part<Value> links(String identifier, ProfileQuery query);
}
