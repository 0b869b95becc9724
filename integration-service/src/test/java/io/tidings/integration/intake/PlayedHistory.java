package io.tidings.integration.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventRejected;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.event.v1.RecordEventsResponse;
import io.tidings.proto.event.v1.RecordOutcome;
import io.tidings.proto.event.v1.Recorded;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.BatchGetProfilesResponse;
import io.tidings.proto.user.v1.Identified;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyBatchResponse;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A user-service and an event-service on a real port that keep what they are told, and refuse calls
 * without a user or with a name too long, attributes and properties named {@code bad}, and events
 * without a name.
 */
public final class PlayedHistory implements AutoCloseable {
  /** A message with this user finds user-service away. */
  public static final String AWAY = "away";

  private final List<IdentifyBatchRequest> identified = new CopyOnWriteArrayList<>();
  private final List<RecordEventsRequest> recorded = new CopyOnWriteArrayList<>();
  private final Semaphore open = new Semaphore(Integer.MAX_VALUE / 2);
  private final Server server;

  public PlayedHistory() {
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .maxInboundMessageSize(16 * 1024 * 1024)
              .addService(new Users())
              .addService(new Events())
              .build()
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  public List<Event> eventsOf(String userId) {
    return recorded.stream()
        .flatMap(request -> request.getEventsList().stream())
        .filter(event -> event.getProfileId().equals(profileId(userId)))
        .toList();
  }

  public List<IdentifyBatchRequest> requestsOf(String userId) {
    return identified.stream()
        .filter(request ->
            request.getUpdatesList().stream().anyMatch(update -> update.getUserId().equals(userId)))
        .toList();
  }

  /** The user of the last update that named the id. */
  private Optional<String> userKnownAs(String id) {
    return identified.stream()
        .flatMap(request -> request.getUpdatesList().stream())
        .filter(update ->
            update.getUserId().equals(id)
                || update.getPreviousList().stream()
                    .anyMatch(previous -> previous.getValue().equals(id)))
        .map(ProfileUpdate::getUserId)
        .reduce((_, last) -> last);
  }

  static String profileId(String userId) {
    return UUID.nameUUIDFromBytes(userId.getBytes(UTF_8)).toString();
  }

  /** Nothing is answered until {@link #goOn}. */
  void hold() {
    open.drainPermits();
  }

  void goOn() {
    open.release(Integer.MAX_VALUE / 2);
  }

  private final class Users extends ProfileServiceGrpc.ProfileServiceImplBase {
    @Override
    public void identifyBatch(
        IdentifyBatchRequest request, StreamObserver<IdentifyBatchResponse> answer) {
      open.acquireUninterruptibly();
      if (request.getUpdatesList().stream().anyMatch(update -> update.getUserId().equals(AWAY))) {
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      identified.add(request);
      var response = IdentifyBatchResponse.newBuilder();
      request.getUpdatesList().forEach(update -> response.addOutcomes(outcome(update)));
      answer.onNext(response.build());
      answer.onCompleted();
    }

    @Override
    public void batchGetProfiles(
        BatchGetProfilesRequest request, StreamObserver<BatchGetProfilesResponse> answer) {
      var response = BatchGetProfilesResponse.newBuilder();
      for (var selector : request.getSelectorsList()) {
        var found = response.addFoundBuilder();
        userKnownAs(selector.getUserId())
            .ifPresent(user -> found.getProfileBuilder().setId(profileId(user)).setUserId(user));
      }
      answer.onNext(response.build());
      answer.onCompleted();
    }

    private static IdentifyOutcome outcome(ProfileUpdate update) {
      var outcome = IdentifyOutcome.newBuilder();
      if (update.getUserId().isEmpty() || update.getUserId().length() > 255) {
        return outcome
            .setRejected(Rejected.newBuilder().setField("update.user_id").setReason("is no user"))
            .build();
      }
      var identified = Identified.newBuilder().setProfileId(profileId(update.getUserId()));
      if (update.containsAttributes("bad")) {
        identified.addIgnored(
            Rejected.newBuilder().setField("attributes.bad").setReason("is no number"));
      }
      return outcome.setIdentified(identified).build();
    }
  }

  private final class Events extends EventServiceGrpc.EventServiceImplBase {
    @Override
    public void recordEvents(
        RecordEventsRequest request, StreamObserver<RecordEventsResponse> answer) {
      recorded.add(request);
      var response = RecordEventsResponse.newBuilder();
      request.getEventsList().forEach(event -> response.addOutcomes(outcome(event)));
      answer.onNext(response.build());
      answer.onCompleted();
    }

    private static RecordOutcome outcome(Event event) {
      if (event.getName().isEmpty()) {
        return RecordOutcome.newBuilder()
            .setRejected(EventRejected.newBuilder().setField("name").setReason("is missing"))
            .build();
      }
      var recorded = Recorded.newBuilder().setMessageId(event.getMessageId());
      if (event.containsProperties("bad")) {
        recorded.addIgnored(
            EventRejected.newBuilder().setField("properties.bad").setReason("is no number"));
      }
      return RecordOutcome.newBuilder().setRecorded(recorded).build();
    }
  }

  @Override
  public void close() {
    goOn();
    server.shutdownNow();
  }
}
