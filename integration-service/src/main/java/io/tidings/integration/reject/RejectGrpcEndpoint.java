package io.tidings.integration.reject;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.AddRejectsRequest;
import io.tidings.proto.integration.v1.AddRejectsResponse;
import io.tidings.proto.integration.v1.ListRejectsRequest;
import io.tidings.proto.integration.v1.ListRejectsResponse;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.integration.v1.RejectServiceGrpc;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code tidings.integration.v1.RejectService}. */
@Singleton
final class RejectGrpcEndpoint extends RejectServiceGrpc.RejectServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final RejectRepository rejects;
  private final Clock clock;

  RejectGrpcEndpoint(RejectRepository rejects, Clock clock) {
    this.rejects = rejects;
    this.clock = clock;
  }

  @Override
  public void addRejects(AddRejectsRequest request, StreamObserver<AddRejectsResponse> observer) {
    String workspaceId = Caller.current().workspaceId();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rejects.insert(
        request.getRejectsList().stream().map(wire -> reject(workspaceId, wire, now)).toList());
    observer.onNext(AddRejectsResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void listRejects(
      ListRejectsRequest request, StreamObserver<ListRejectsResponse> observer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    // One more than asked for tells whether this is the last page.
    List<Reject> page =
        rejects.list(
            Caller.current().workspaceId(),
            request.getKeyId().isEmpty() ? null : request.getKeyId(),
            before(request.getPageToken()),
            size + 1);
    ListRejectsResponse.Builder response = ListRejectsResponse.newBuilder();
    page.stream().limit(size).map(RejectGrpcEndpoint::wire).forEach(response::addRejects);
    if (page.size() > size) {
      response.setNextPageToken(page.get(size - 1).id().toString());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static @Nullable UUID before(String pageToken) {
    if (pageToken.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(pageToken);
    } catch (IllegalArgumentException e) {
      throw Faults.invalid("page_token", "must be next_page_token of an earlier page, or empty");
    }
  }

  private static Reject reject(
      String workspaceId, io.tidings.proto.integration.v1.Reject wire, Instant now) {
    return new Reject(
        workspaceId,
        IDS.generate(),
        wire.getKeyId(),
        switch (wire.getKind()) {
          case REJECT_KIND_VALUE -> Reject.Kind.VALUE;
          case REJECT_KIND_CALL, REJECT_KIND_UNSPECIFIED, UNRECOGNIZED -> Reject.Kind.CALL;
        },
        wire.getMessageId(),
        new Defect(wire.getField(), wire.getReason()),
        now);
  }

  private static io.tidings.proto.integration.v1.Reject wire(Reject reject) {
    return io.tidings.proto.integration.v1.Reject.newBuilder()
        .setId(reject.id().toString())
        .setKeyId(reject.source())
        .setKind(
            switch (reject.kind()) {
              case CALL -> RejectKind.REJECT_KIND_CALL;
              case VALUE -> RejectKind.REJECT_KIND_VALUE;
            })
        .setMessageId(reject.messageId())
        .setField(reject.defect().field())
        .setReason(reject.defect().reason())
        .setRejectedAt(
            Timestamp.newBuilder()
                .setSeconds(reject.rejectedAt().getEpochSecond())
                .setNanos(reject.rejectedAt().getNano()))
        .build();
  }
}
