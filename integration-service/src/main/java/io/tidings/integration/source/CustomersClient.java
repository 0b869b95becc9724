package io.tidings.integration.source;

import com.google.protobuf.Timestamp;
import io.micronaut.context.annotation.Value;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.intake.CallsClient;
import io.tidings.integration.reject.RejectLog;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.integration.v1.CollectCall;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Typing;
import io.tidings.proto.value.v1.ValueObject;
import io.tidings.rpc.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Hands on what webhooks tell of customers, the same way as the calls of SDKs go. */
@Singleton
final class CustomersClient {
  private final OtherIdsClient otherIds;
  private final CallsClient calls;
  private final RejectLog rejects;
  private final String serviceName;

  CustomersClient(
      OtherIdsClient otherIds,
      CallsClient calls,
      RejectLog rejects,
      @Value("${micronaut.application.name}") String serviceName) {
    this.otherIds = otherIds;
    this.calls = calls;
    this.rejects = rejects;
    this.serviceName = serviceName;
  }

  /** Durable when this returns; what could not be applied is on record as rejected. */
  void take(Connection<Source> from, List<CustomerCall> told) {
    if (told.isEmpty()) {
      return;
    }
    List<RejectLog.Entry> rejected =
        Caller.service(serviceName, from.workspaceId()).call(() -> taken(told));
    rejects.add(from.workspaceId(), from.id().toString(), rejected);
  }

  /** What could not be applied. */
  private List<RejectLog.Entry> taken(List<CustomerCall> told) {
    Set<CustomerCall> parted = otherIds.ofSomebodyElse(told);
    List<CollectCall> wire = told.stream().map(call -> wire(call, parted.contains(call))).toList();
    return Stream.concat(
            parted.stream().map(CustomersClient::notJoined),
            calls.take(wire, Typing.TYPING_INFER).stream()
                .map(reject ->
                    new RejectLog.Entry(
                        reject.kind() == RejectKind.REJECT_KIND_CALL,
                        told.get(reject.place()).messageId(),
                        reject.field(),
                        reject.reason())))
        .toList();
  }

  private static RejectLog.Entry notJoined(CustomerCall call) {
    return new RejectLog.Entry(
        false,
        call.messageId(),
        "update.previous[0]",
        "'%s' leads to another user than '%s' already; join the two by POST /v1/merges if they are one"
            .formatted(call.otherId(), call.userId()));
  }

  /**
   * @param parted whether the other id is somebody else's, and stays so
   */
  private static CollectCall wire(CustomerCall call, boolean parted) {
    Timestamp at = wire(call.occurredAt());
    ProfileUpdate.Builder update =
        ProfileUpdate.newBuilder()
            .setUserId(call.userId())
            .putAllAttributes(values(call.attributes()))
            .setOccurredAt(at)
            .setMessageId(call.messageId());
    call.other()
        .filter(_ -> !parted)
        .ifPresent(other ->
            update.addPrevious(Identifier.newBuilder().setType("user_id").setValue(other)));
    CollectCall.Builder wire = CollectCall.newBuilder().setUpdate(update);
    if (call.event() != null) {
      wire.setEvent(
          Event.newBuilder()
              .setMessageId(call.messageId())
              .setName(call.event())
              .setOccurredAt(at)
              .putAllProperties(values(call.properties())));
    }
    return wire.build();
  }

  private static Map<String, io.tidings.proto.value.v1.Value> values(Map<String, Object> values) {
    Map<String, io.tidings.proto.value.v1.Value> wire = HashMap.newHashMap(values.size());
    values.forEach((name, value) -> wire.put(name, value(value)));
    return wire;
  }

  private static io.tidings.proto.value.v1.Value value(Object value) {
    io.tidings.proto.value.v1.Value.Builder wire = io.tidings.proto.value.v1.Value.newBuilder();
    switch (value) {
      case String text -> wire.setText(text);
      case Boolean bool -> wire.setBoolean(bool);
      case Number number -> wire.setNumber(number.doubleValue());
      case Map<?, ?> map -> {
        ValueObject.Builder object = ValueObject.newBuilder();
        map.forEach((name, part) -> object.putValues(String.valueOf(name), value(part)));
        wire.setObject(object);
      }
      default ->
          throw new IllegalArgumentException(
              "%s is no value that a webhook tells".formatted(value.getClass().getName()));
    }
    return wire.build();
  }

  private static Timestamp wire(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
