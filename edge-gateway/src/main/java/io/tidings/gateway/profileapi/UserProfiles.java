package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.text;

import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.IsoTime;
import io.tidings.proto.event.v1.BatchGetEventSpansRequest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.EventSpan;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileRequest;
import io.tidings.proto.segment.v1.SegmentMembership;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;

/** Asks the services for the parts of a user's profile. */
@Singleton
final class UserProfiles implements ProfileCollection {
  static final String NAME = "users";

  private static final int MOST_EVENTS = 100;

  private final ProfileServiceBlockingStub profiles;
  private final SegmentServiceBlockingStub segments;
  private final EventServiceBlockingStub events;
  private final Links links;

  UserProfiles(ServiceChannels channels, Links links) {
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
    this.segments = SegmentServiceGrpc.newBlockingStub(channels.to("segment"));
    this.events = EventServiceGrpc.newBlockingStub(channels.to("event"));
    this.links = links;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public UserProfile find(String identifier) {
    var found =
        profiles.getProfile(
            GetProfileRequest.newBuilder()
                .setSelector(Spaces.user(identifier))
                .setWithAttributeTimes(true)
                .build());
    return new UserProfile(found.getProfile(), found.getAttributeTimesMap(), this);
  }

  @Override
  public Part<Value> links(String identifier, ProfileQuery query) {
    return links.accountsOf(Spaces.user(identifier), query);
  }

  List<SegmentMembership> segmentsOf(UserProfile user) {
    return segments
        .listSegmentsOfProfile(
            ListSegmentsOfProfileRequest.newBuilder().setProfileId(user.id()).build())
        .getMembershipsList();
  }

  EventSpan spanOf(UserProfile user) {
    return events
        .batchGetEventSpans(BatchGetEventSpansRequest.newBuilder().addProfileIds(user.id()).build())
        .getSpans(0);
  }

  /**
   * @throws Problem for a query that cannot be
   */
  Part<Event> eventsOf(String identifier, ProfileQuery query) {
    var user = find(identifier);
    var limit = query.limit(MOST_EVENTS);
    var request =
        ListEventsRequest.newBuilder()
            .setPageSize(limit)
            .setPageToken(query.after())
            .setOldestFirst(query.oldestFirst());
    var filter =
        request
            .getFilterBuilder()
            .setProfileId(user.id())
            .addAllNames(query.included())
            .addAllExceptNames(query.excluded());
    query.from().ifPresent(time -> filter.setFrom(IsoTime.toProto("start", time)));
    query.to().ifPresent(time -> filter.setTo(IsoTime.toProto("end", time)));
    var page = events.listEvents(request.build());
    return new Part<>(page.getEventsList(), page.getNextPageToken(), limit);
  }

  static Value write(Event event) {
    var members = new LinkedHashMap<String, Value>();
    members.put("type", text("track"));
    members.put("message_id", text(event.getMessageId()));
    members.put("event", text(event.getName()));
    members.put("timestamp", Trait.time(event.getOccurredAt()));
    members.put("received_at", Trait.time(event.getReceivedAt()));
    members.put("properties", object(event.getPropertiesMap()));
    return object(members);
  }
}
