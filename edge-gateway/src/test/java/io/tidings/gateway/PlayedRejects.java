package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.AddRejectsRequest;
import io.tidings.proto.integration.v1.AddRejectsResponse;
import io.tidings.proto.integration.v1.ListRejectsRequest;
import io.tidings.proto.integration.v1.ListRejectsResponse;
import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectServiceGrpc;
import io.tidings.rpc.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told by workspace. */
final class PlayedRejects extends RejectServiceGrpc.RejectServiceImplBase {
  /** For a workspace of such a name the service is away. */
  static final String AWAY = "rejects-away";

  private final Map<String, List<AddRejectsRequest>> requests = new ConcurrentHashMap<>();

  List<AddRejectsRequest> requests(String workspace) {
    return requests.getOrDefault(workspace, List.of());
  }

  List<Reject> of(String workspace) {
    return requests(workspace).stream()
        .flatMap(request -> request.getRejectsList().stream())
        .toList();
  }

  @Override
  public void addRejects(AddRejectsRequest request, StreamObserver<AddRejectsResponse> answer) {
    if (PlayedServices.workspace().equals(AWAY)) {
      throw Faults.unavailable("the database is away", Duration.ofSeconds(2));
    }
    requests
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(request);
    answer.onNext(AddRejectsResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void listRejects(ListRejectsRequest request, StreamObserver<ListRejectsResponse> answer) {
    var response = ListRejectsResponse.newBuilder();
    of(PlayedServices.workspace()).stream()
        .filter(
            reject -> request.getKeyId().isEmpty() || reject.getKeyId().equals(request.getKeyId()))
        .forEach(response::addRejects);
    answer.onNext(response.build());
    answer.onCompleted();
  }
}
