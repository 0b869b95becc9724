package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.EraseProfileRequest;
import io.tidings.proto.user.v1.EraseProfileResponse;
import io.tidings.proto.user.v1.ErasureServiceGrpc.ErasureServiceImplBase;
import io.tidings.rpc.Faults;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes by workspace whom it was to forget; knows everybody but {@code nobody}. */
final class PlayedErasures extends ErasureServiceImplBase {
  private final Map<String, List<String>> erased = new ConcurrentHashMap<>();

  /** By user id, in the order of the calls. */
  List<String> erased(String workspace) {
    return erased.getOrDefault(workspace, List.of());
  }

  static String erasureId(String userId) {
    return UUID.nameUUIDFromBytes(("erasure of " + userId).getBytes(UTF_8)).toString();
  }

  @Override
  public void eraseProfile(
      EraseProfileRequest request, StreamObserver<EraseProfileResponse> answer) {
    var userId = request.getSelector().getUserId();
    if (userId.equals("nobody")) {
      throw Faults.notFound("no profile is known by that selector");
    }
    erased
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(userId);
    answer.onNext(EraseProfileResponse.newBuilder().setErasureId(erasureId(userId)).build());
    answer.onCompleted();
  }
}
