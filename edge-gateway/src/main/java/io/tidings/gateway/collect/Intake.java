package io.tidings.gateway.collect;

import io.tidings.gateway.json.Defect;
import io.tidings.gateway.reject.RejectedCall;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Typing;
import io.tidings.rpc.ServiceChannels;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes calls durable: their updates in one call to user-service, their companies in another where
 * there are any, then what happened in one call to event-service. When one of them fails, nothing
 * is answered with success and the caller sends all of it again, which message ids and times make
 * harmless.
 */
@Singleton
final class Intake {
  /** What both services take at once. */
  private static final int MAX_BATCH = 2500;

  private final ProfileServiceBlockingStub profiles;
  private final EventServiceBlockingStub events;
  private final Groups groups;

  Intake(ServiceChannels channels, Groups groups) {
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
    this.events = EventServiceGrpc.newBlockingStub(channels.to("event"));
    this.groups = groups;
  }

  /** What of the calls could not be applied; all else is durable when this returns. */
  List<RejectedCall> take(List<Call> calls, SourceSettings settings) {
    var typing = settings.typing().toWire();
    var rejected = new ArrayList<RejectedCall>();
    for (var from = 0; from < calls.size(); from += MAX_BATCH) {
      takeBatch(calls.subList(from, Math.min(calls.size(), from + MAX_BATCH)), typing, rejected);
    }
    return rejected;
  }

  private void takeBatch(List<Call> calls, Typing typing, List<RejectedCall> rejected) {
    var outcomes = identify(calls, typing);
    var happened = new ArrayList<Event>(calls.size());
    var memberships = new ArrayList<Groups.Membership>();
    for (var i = 0; i < calls.size(); i++) {
      var call = calls.get(i);
      var outcome = outcomes.get(i);
      if (outcome.hasRejected()) {
        rejected.add(
            reject(
                call.messageId(),
                outcome.getRejected().getField(),
                outcome.getRejected().getReason()));
        continue;
      }
      for (var ignored : outcome.getIdentified().getIgnoredList()) {
        rejected.add(ignore(call.messageId(), ignored.getField(), ignored.getReason()));
      }
      if (call.company() != null) {
        memberships.add(
            new Groups.Membership(
                call.messageId(), outcome.getIdentified().getProfileId(), call.company()));
      }
      if (call.event() != null) {
        happened.add(call.event().setProfileId(outcome.getIdentified().getProfileId()).build());
      }
    }
    rejected.addAll(groups.take(memberships, typing));
    if (!happened.isEmpty()) {
      record(happened, typing, rejected);
    }
  }

  /** One outcome for each call. */
  private List<IdentifyOutcome> identify(List<Call> calls, Typing typing) {
    var shared = SharedUpdates.of(calls);
    var outcomes = shared.forEachCall(identifyAll(shared.updates(), typing));
    var open = shared.leftOpen(outcomes);
    if (!open.isEmpty()) {
      var own = identifyAll(open.stream().map(i -> calls.get(i).update()).toList(), typing);
      for (var i = 0; i < own.size(); i++) {
        outcomes.set(open.get(i), own.get(i));
      }
    }
    return outcomes;
  }

  private List<IdentifyOutcome> identifyAll(List<ProfileUpdate> updates, Typing typing) {
    return profiles
        .identifyBatch(
            IdentifyBatchRequest.newBuilder().addAllUpdates(updates).setTyping(typing).build())
        .getOutcomesList();
  }

  private void record(List<Event> happened, Typing typing, List<RejectedCall> rejected) {
    var request = RecordEventsRequest.newBuilder().addAllEvents(happened).setTyping(typing);
    var outcomes = events.recordEvents(request.build()).getOutcomesList();
    for (var i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).hasRejected()) {
        var reason = outcomes.get(i).getRejected();
        rejected.add(reject(happened.get(i).getMessageId(), reason.getField(), reason.getReason()));
      }
      for (var ignored : outcomes.get(i).getRecorded().getIgnoredList()) {
        rejected.add(
            ignore(happened.get(i).getMessageId(), ignored.getField(), ignored.getReason()));
      }
    }
  }

  private static RejectedCall reject(String messageId, String field, String reason) {
    return new RejectedCall(messageId, new Defect(ProtocolFields.of(field), reason));
  }

  private static RejectedCall ignore(String messageId, String field, String reason) {
    return RejectedCall.value(messageId, new Defect(ProtocolFields.of(field), reason));
  }
}
