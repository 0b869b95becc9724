package io.tidings.erasure;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.erasure.v1.ErasureReport;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc.ErasureReportServiceImplBase;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.erasure.v1.GetErasureReportResponse;
import io.tidings.proto.erasure.v1.Removal;
import io.tidings.rpc.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What this service removed, over gRPC. */
@Singleton
final class ErasureReportGrpcEndpoint extends ErasureReportServiceImplBase {
  private final Erasures erasures;

  ErasureReportGrpcEndpoint(Erasures erasures) {
    this.erasures = erasures;
  }

  @Override
  public void getErasureReport(
      GetErasureReportRequest request, StreamObserver<GetErasureReportResponse> answer) {
    GetErasureReportResponse.Builder response = GetErasureReportResponse.newBuilder();
    erasures
        .report(Caller.current().workspaceId(), UUID.fromString(request.getErasureId()))
        .ifPresent(report -> response.setReport(toWire(report)));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private static ErasureReport toWire(Erasures.Report report) {
    ErasureReport.Builder wire =
        ErasureReport.newBuilder()
            .setAppliedAt(
                Timestamp.newBuilder()
                    .setSeconds(report.appliedAt().getEpochSecond())
                    .setNanos(report.appliedAt().getNano()));
    report
        .removed()
        .forEach(
            (what, count) -> wire.addRemovals(Removal.newBuilder().setWhat(what).setCount(count)));
    return wire.build();
  }
}
