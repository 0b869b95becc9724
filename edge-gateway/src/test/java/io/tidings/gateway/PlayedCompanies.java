package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.GroupBatchRequest;
import io.tidings.proto.user.v1.GroupBatchResponse;
import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.GroupOutcome;
import io.tidings.proto.user.v1.Grouped;
import io.tidings.proto.user.v1.Rejected;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what it is told by workspace; refuses companies called {@code null}, and leaves out {@code
 * employees} that are no number.
 */
class PlayedCompanies extends CompanyServiceGrpc.CompanyServiceImplBase {
  private final Map<String, List<GroupBatchRequest>> requests = new ConcurrentHashMap<>();

  /** In the order of the requests. */
  List<List<GroupCall>> batches(String workspace) {
    return requests.getOrDefault(workspace, List.of()).stream()
        .map(GroupBatchRequest::getCallsList)
        .toList();
  }

  @Override
  public void groupBatch(GroupBatchRequest request, StreamObserver<GroupBatchResponse> answer) {
    requests
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(request);
    var response = GroupBatchResponse.newBuilder();
    request.getCallsList().forEach(call -> response.addOutcomes(outcome(call)));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private static GroupOutcome outcome(GroupCall call) {
    if (call.getCompany().getGroupId().equals("null")) {
      return GroupOutcome.newBuilder()
          .setRejected(
              Rejected.newBuilder().setField("company.group_id").setReason("'null' names nobody"))
          .build();
    }
    var grouped = Grouped.newBuilder().setProfileId(call.getProfileId());
    var employees = call.getCompany().getAttributesMap().get("employees");
    if (employees != null && !employees.hasNumber()) {
      grouped.addIgnored(
          Rejected.newBuilder()
              .setField("company.attributes.employees")
              .setReason("'many' is no number"));
    }
    return GroupOutcome.newBuilder().setGrouped(grouped).build();
  }
}
