package io.tidings.gateway.reject;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.gateway.json.Defect;
import io.tidings.proto.integration.v1.AddRejectsRequest;
import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectServiceGrpc;
import io.tidings.proto.integration.v1.RejectServiceGrpc.RejectServiceBlockingStub;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts on record what is answered with success though it could not be applied. When that cannot be
 * done the request fails, and its sender repeats it: what was applied is recognised then.
 */
@Singleton
public final class RejectLog {
  /** What integration-service takes at once. */
  private static final int MAX_REJECTS = 10_000;

  private final RejectServiceBlockingStub rejects;
  private final MeterRegistry meters;

  RejectLog(ServiceChannels channels, MeterRegistry meters) {
    this.rejects = RejectServiceGrpc.newBlockingStub(channels.to("integration"));
    this.meters = meters;
  }

  /** Durable when this returns. */
  public void add(Caller caller, List<RejectedCall> calls) {
    for (var from = 0; from < calls.size(); from += MAX_REJECTS) {
      var some = calls.subList(from, Math.min(calls.size(), from + MAX_REJECTS));
      var request = AddRejectsRequest.newBuilder();
      some.forEach(call -> request.addRejects(reject(caller, call)));
      caller.call(() -> rejects.addRejects(request.build()));
      meters.counter("tidings.collect.rejected").increment(some.size());
    }
  }

  /**
   * Values of the current caller's call that were left out of what was applied.
   *
   * @param messageId empty where the call has none
   */
  public void addValues(String messageId, Stream<Defect> values) {
    add(Caller.current(), values.map(value -> RejectedCall.value(messageId, value)).toList());
  }

  private static Reject reject(Caller caller, RejectedCall call) {
    return Reject.newBuilder()
        .setKeyId(caller.name())
        .setKind(call.kind())
        .setMessageId(call.messageId())
        .setField(call.defect().field())
        .setReason(call.defect().reason())
        .build();
  }
}
