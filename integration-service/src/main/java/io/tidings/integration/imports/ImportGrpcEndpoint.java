package io.tidings.integration.imports;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.RejectedRow;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** {@code tidings.integration.v1.ImportService}. */
@Singleton
final class ImportGrpcEndpoint extends ImportServiceGrpc.ImportServiceImplBase {
  private final UserImport users;

  ImportGrpcEndpoint(UserImport users) {
    this.users = users;
  }

  @Override
  public StreamObserver<ImportUsersRequest> importUsers(
      StreamObserver<ImportUsersResponse> observer) {
    var file = new ChunkStream();
    var work = new FutureTask<>(() -> users.run(file));
    Thread.startVirtualThread(Context.current().wrap(work));
    return new Upload(file, work, observer);
  }

  /** What comes in on one stream. A failure of the work ends the call at its next message. */
  private record Upload(
      ChunkStream file, FutureTask<ImportReport> work, StreamObserver<ImportUsersResponse> observer)
      implements StreamObserver<ImportUsersRequest> {
    @Override
    public void onNext(ImportUsersRequest request) {
      if (work.isDone()) {
        report();
      }
      handOver(() -> file.add(request.getChunk().newInput()));
    }

    @Override
    public void onError(Throwable broken) {
      handOver(file::breakOff);
    }

    @Override
    public void onCompleted() {
      handOver(file::end);
      observer.onNext(wire(report()));
      observer.onCompleted();
    }

    private ImportReport report() {
      try {
        return work.get();
      } catch (ExecutionException failure) {
        throw failure.getCause() instanceof RuntimeException known
            ? known
            : new IllegalStateException("the import failed", failure.getCause());
      } catch (InterruptedException interrupted) {
        throw interrupted(interrupted);
      }
    }

    private interface Step {
      void take() throws InterruptedException;
    }

    private static void handOver(Step step) {
      try {
        step.take();
      } catch (InterruptedException interrupted) {
        throw interrupted(interrupted);
      }
    }

    private static IllegalStateException interrupted(InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("interrupted while a file came in", interrupted);
    }

    private static ImportUsersResponse wire(ImportReport report) {
      var response =
          ImportUsersResponse.newBuilder()
              .setRowCount(report.rows())
              .setCreatedCount(report.created())
              .setUpdatedCount(report.updated())
              .setRejectedCount(report.rejected());
      for (var row : report.rejectedRows()) {
        response.addRejectedRows(
            RejectedRow.newBuilder()
                .setLine(row.line())
                .setColumn(row.rejection().column())
                .setReason(row.rejection().reason()));
      }
      return response.build();
    }
  }
}
