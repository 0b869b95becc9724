package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.RejectedRow;
import io.tidings.rpc.Faults;

/** Counts lines; refuses a file that does not begin with the column id. */
final class PlayedImports extends ImportServiceGrpc.ImportServiceImplBase {
  @Override
  public StreamObserver<ImportUsersRequest> importUsers(
      StreamObserver<ImportUsersResponse> answer) {
    return new StreamObserver<>() {
      private boolean begun;
      private long lines;
      private boolean refused;

      @Override
      public void onNext(ImportUsersRequest request) {
        if (!begun && !request.getChunk().toStringUtf8().startsWith("id")) {
          refused = true;
          answer.onError(Faults.invalid("chunk", "has no column 'id'"));
        }
        begun = true;
        lines += request.getChunk().toStringUtf8().chars().filter(c -> c == '\n').count();
      }

      @Override
      public void onError(Throwable broken) {}

      @Override
      public void onCompleted() {
        if (refused) {
          return;
        }
        answer.onNext(
            ImportUsersResponse.newBuilder()
                .setRowCount(lines - 1)
                .setCreatedCount(lines - 2)
                .setRejectedCount(1)
                .addRejectedRows(
                    RejectedRow.newBuilder().setLine(3).setColumn("id").setReason("is empty"))
                .build());
        answer.onCompleted();
      }
    };
  }
}
