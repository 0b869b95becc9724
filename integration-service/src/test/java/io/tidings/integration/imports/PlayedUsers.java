package io.tidings.integration.imports;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.CheckBatchRequest;
import io.tidings.proto.user.v1.CheckBatchResponse;
import io.tidings.proto.user.v1.Identified;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyBatchResponse;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A user-service on a real port that keeps attributes and refuses some, as the real one does. */
final class PlayedUsers extends ProfileServiceGrpc.ProfileServiceImplBase implements AutoCloseable {
  /** A file with this user finds the service away. */
  static final String AWAY = "away";

  private final Map<String, Map<String, Value>> attributes =
      Collections.synchronizedMap(new HashMap<>());
  private final List<ProfileUpdate> updates = new CopyOnWriteArrayList<>();
  private final AtomicInteger largestBatch = new AtomicInteger();
  private final Server server;
  private volatile boolean away;

  PlayedUsers() {
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .maxInboundMessageSize(16 * 1024 * 1024)
              .addService(this)
              .build()
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Answers nobody, or everybody again. */
  void away(boolean now) {
    away = now;
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  Map<String, Value> attributes(String userId) {
    return attributes.getOrDefault(userId, Map.of());
  }

  List<ProfileUpdate> updates(String userId) {
    return updates.stream().filter(update -> update.getUserId().equals(userId)).toList();
  }

  int largestBatch() {
    return largestBatch.get();
  }

  @Override
  public void identifyBatch(
      IdentifyBatchRequest request, StreamObserver<IdentifyBatchResponse> answer) {
    if (away
        || request.getUpdatesList().stream().anyMatch(update -> update.getUserId().equals(AWAY))) {
      answer.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    largestBatch.accumulateAndGet(request.getUpdatesCount(), Math::max);
    var response = IdentifyBatchResponse.newBuilder();
    request.getUpdatesList().forEach(update -> response.addOutcomes(outcome(update)));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void checkBatch(CheckBatchRequest request, StreamObserver<CheckBatchResponse> answer) {
    var response = CheckBatchResponse.newBuilder().putAllWouldDefine(request.getDefinedMap());
    for (var update : request.getUpdatesList()) {
      var refused = refused(update);
      response.addOutcomes(
          refused != null
              ? refused
              : IdentifyOutcome.newBuilder()
                  .setIdentified(
                      Identified.newBuilder()
                          .setCreated(!attributes.containsKey(update.getUserId()))
                          .addAllIgnored(ignored(update, response)))
                  .build());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  /** The first {@code floor} of a file says whether all are numbers. */
  private static List<Rejected> ignored(ProfileUpdate update, CheckBatchResponse.Builder response) {
    if (!update.containsAttributes("floor")) {
      return List.of();
    }
    var type =
        update.getAttributesOrThrow("floor").hasNumber()
            ? ValueType.VALUE_TYPE_NUMBER
            : ValueType.VALUE_TYPE_STRING;
    var first = response.getWouldDefineOrDefault("floor", type);
    response.putWouldDefine("floor", first);
    return first == ValueType.VALUE_TYPE_NUMBER && type != first
        ? List.of(
            Rejected.newBuilder().setField("attributes.floor").setReason("is no number").build())
        : List.of();
  }

  private IdentifyOutcome outcome(ProfileUpdate update) {
    var refused = refused(update);
    if (refused != null) {
      return refused;
    }
    updates.add(update);
    var created = !attributes.containsKey(update.getUserId());
    attributes
        .computeIfAbsent(update.getUserId(), _ -> new HashMap<>())
        .putAll(update.getAttributesMap());
    var identified = Identified.newBuilder().setCreated(created);
    if (update.getAttributesOrDefault("seats", Value.getDefaultInstance()).hasText()) {
      identified.addIgnored(
          Rejected.newBuilder().setField("attributes.seats").setReason("is not a number"));
    }
    return IdentifyOutcome.newBuilder().setIdentified(identified).build();
  }

  private static @Nullable IdentifyOutcome refused(ProfileUpdate update) {
    for (var device : update.getDevicesList()) {
      if (device.getPlatform().equals("windows")) {
        return rejected(
            "devices[0].platform", "'windows' is not a platform; allowed are ios, android");
      }
    }
    var number = update.getAttributesOrDefault("number", Value.getDefaultInstance()).getText();
    if (number.startsWith("0")) {
      return rejected("attributes.number", "'" + number + "' is not a phone number");
    }
    return null;
  }

  private static IdentifyOutcome rejected(String field, String reason) {
    return IdentifyOutcome.newBuilder()
        .setRejected(Rejected.newBuilder().setField(field).setReason(reason))
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
