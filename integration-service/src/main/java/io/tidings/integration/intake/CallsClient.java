package io.tidings.integration.intake;

import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventRejected;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.integration.v1.CollectCall;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Typing;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes calls durable: what they tell of users in one call to user-service, then what happened in
 * one call to event-service.
 */
@Singleton
public final class CallsClient {
  private final ProfileServiceBlockingStub profiles;
  private final EventServiceBlockingStub events;

  CallsClient(ServiceChannels channels) {
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
    this.events = EventServiceGrpc.newBlockingStub(channels.to("event"));
  }

  /**
   * Why a call, or some of it, was not applied.
   *
   * @param place among the calls that were given
   */
  public record Reject(int place, RejectKind kind, String field, String reason) {}

  /** What could not be applied; all else is durable when this returns. */
  public List<Reject> take(List<CollectCall> calls, Typing typing) {
    var rejects = new ArrayList<Reject>();
    var happened = new ArrayList<Happening>();
    var request = IdentifyBatchRequest.newBuilder().setTyping(typing);
    calls.forEach(call -> request.addUpdates(call.getUpdate()));
    var outcomes = profiles.identifyBatch(request.build()).getOutcomesList();
    for (var place = 0; place < calls.size(); place++) {
      var outcome = outcomes.get(place);
      if (outcome.hasRejected()) {
        rejects.add(reject(place, RejectKind.REJECT_KIND_CALL, outcome.getRejected()));
      } else {
        for (var ignored : outcome.getIdentified().getIgnoredList()) {
          rejects.add(reject(place, RejectKind.REJECT_KIND_VALUE, ignored));
        }
        if (calls.get(place).hasEvent()) {
          happened.add(
              new Happening(
                  place, event(calls.get(place), outcome.getIdentified().getProfileId())));
        }
      }
    }
    if (!happened.isEmpty()) {
      record(happened, typing, rejects);
    }
    return rejects;
  }

  /** An event and the place of its call. */
  private record Happening(int place, Event event) {}

  private static Event event(CollectCall call, String profileId) {
    var event = call.getEvent().toBuilder().setProfileId(profileId);
    if (event.getMessageId().isEmpty()) {
      event.setMessageId(call.getUpdate().getMessageId());
    }
    if (!event.hasOccurredAt() && call.getUpdate().hasOccurredAt()) {
      event.setOccurredAt(call.getUpdate().getOccurredAt());
    }
    return event.build();
  }

  private void record(List<Happening> happened, Typing typing, List<Reject> rejects) {
    var request = RecordEventsRequest.newBuilder().setTyping(typing);
    happened.forEach(happening -> request.addEvents(happening.event()));
    var outcomes = events.recordEvents(request.build()).getOutcomesList();
    for (var i = 0; i < outcomes.size(); i++) {
      var place = happened.get(i).place();
      if (outcomes.get(i).hasRejected()) {
        rejects.add(reject(place, RejectKind.REJECT_KIND_CALL, outcomes.get(i).getRejected()));
      }
      for (var ignored : outcomes.get(i).getRecorded().getIgnoredList()) {
        rejects.add(reject(place, RejectKind.REJECT_KIND_VALUE, ignored));
      }
    }
  }

  private static Reject reject(int place, RejectKind kind, Rejected rejected) {
    var field = rejected.getField();
    return new Reject(
        place, kind, field.startsWith("update.") ? field : "update." + field, rejected.getReason());
  }

  private static Reject reject(int place, RejectKind kind, EventRejected rejected) {
    return new Reject(place, kind, "event." + rejected.getField(), rejected.getReason());
  }
}
