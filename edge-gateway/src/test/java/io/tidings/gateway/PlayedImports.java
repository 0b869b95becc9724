package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.GetImportRequest;
import io.tidings.proto.integration.v1.GetImportResponse;
import io.tidings.proto.integration.v1.Import;
import io.tidings.proto.integration.v1.ImportOptions;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportState;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.ListImportsRequest;
import io.tidings.proto.integration.v1.ListImportsResponse;
import io.tidings.proto.integration.v1.ListRejectedRowsRequest;
import io.tidings.proto.integration.v1.ListRejectedRowsResponse;
import io.tidings.proto.integration.v1.RejectedRow;
import io.tidings.rpc.Faults;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Counts lines; refuses a file that does not begin with the column id. Of each import it has two
 * rejected rows, on a page each.
 */
final class PlayedImports extends ImportServiceGrpc.ImportServiceImplBase {
  private static final String SECOND_PAGE = "2";

  private final Queue<ImportOptions> options = new ConcurrentLinkedQueue<>();

  /** Of the uploads so far. */
  List<ImportOptions> options() {
    return List.copyOf(options);
  }

  @Override
  public StreamObserver<ImportUsersRequest> importUsers(
      StreamObserver<ImportUsersResponse> answer) {
    return new StreamObserver<>() {
      private boolean begun;
      private long lines;
      private boolean refused;

      @Override
      public void onNext(ImportUsersRequest request) {
        if (request.hasOptions()) {
          options.add(request.getOptions());
          return;
        }
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

  @Override
  public void getImport(GetImportRequest request, StreamObserver<GetImportResponse> answer) {
    answer.onNext(
        GetImportResponse.newBuilder()
            .setImport(
                Import.newBuilder()
                    .setId(request.getImportId())
                    .setState(ImportState.IMPORT_STATE_RUNNING)
                    .setRowCount(500))
            .build());
    answer.onCompleted();
  }

  @Override
  public void listImports(ListImportsRequest request, StreamObserver<ListImportsResponse> answer) {
    answer.onNext(
        ListImportsResponse.newBuilder()
            .addImports(Import.newBuilder().setRequestId("page of " + request.getPageSize()))
            .setNextPageToken(request.getPageToken())
            .build());
    answer.onCompleted();
  }

  @Override
  public void listRejectedRows(
      ListRejectedRowsRequest request, StreamObserver<ListRejectedRowsResponse> answer) {
    boolean first = request.getPageToken().isEmpty();
    answer.onNext(
        ListRejectedRowsResponse.newBuilder()
            .addRejectedRows(
                RejectedRow.newBuilder()
                    .setLine(first ? 3 : 7)
                    .setColumn(first ? "number" : "a \"strange\", name")
                    .setReason(first ? "'08012' is not a phone number" : "is empty"))
            .setNextPageToken(first ? SECOND_PAGE : "")
            .build());
    answer.onCompleted();
  }
}
