package io.tidings.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.event.v1.EventFilter;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.proto.messaging.v1.SendServiceGrpc.SendServiceBlockingStub;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileRequest;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.user.v1.ExportProfileRequest;
import io.tidings.proto.user.v1.ExportServiceGrpc;
import io.tidings.proto.user.v1.ExportServiceGrpc.ExportServiceBlockingStub;
import io.tidings.proto.user.v1.GetPreferencesRequest;
import io.tidings.proto.user.v1.ListMembershipsRequest;
import io.tidings.proto.user.v1.ListSubscriptionsRequest;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceBlockingStub;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import io.tidings.proto.user.v1.PreferenceServiceGrpc.PreferenceServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceBlockingStub;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;

/**
 * Everything that the services know of one user, as one JSON document. Each page of a list is
 * fetched when what came before it has been taken: nobody's history is held as a whole.
 */
@Singleton
final class UserExport {
  private static final int PAGE_SIZE = 500;

  private final ExportServiceBlockingStub profiles;
  private final MembershipServiceBlockingStub memberships;
  private final PreferenceServiceBlockingStub preferences;
  private final TopicServiceBlockingStub topics;
  private final SegmentServiceBlockingStub segments;
  private final EventServiceBlockingStub events;
  private final SendServiceBlockingStub sends;

  UserExport(ServiceChannels channels) {
    this.profiles = ExportServiceGrpc.newBlockingStub(channels.to("user"));
    this.memberships = MembershipServiceGrpc.newBlockingStub(channels.to("user"));
    this.preferences = PreferenceServiceGrpc.newBlockingStub(channels.to("user"));
    this.topics = TopicServiceGrpc.newBlockingStub(channels.to("user"));
    this.segments = SegmentServiceGrpc.newBlockingStub(channels.to("segment"));
    this.events = EventServiceGrpc.newBlockingStub(channels.to("event"));
    this.sends = SendServiceGrpc.newBlockingStub(channels.to("messaging"));
  }

  /** The document; what is known of an unknown user is asked for here, and refused. */
  InputStream of(Caller caller, ProfileSelector selector) {
    var profile =
        caller.call(() ->
            profiles.exportProfile(
                ExportProfileRequest.newBuilder().setSelector(selector).build()));
    var head = new String(MessageWriter.write(profile), UTF_8);
    var document =
        new PagedDocument(
            head.substring(0, head.length() - 1), lists(profile.getProfile().getId()), caller);
    return new SequenceInputStream(document);
  }

  private List<PagedDocument.PagedList> lists(String profileId) {
    var user = ProfileSelector.newBuilder().setProfileId(profileId).build();
    return List.of(
        new PagedDocument.PagedList("companies", token -> companies(user, token)),
        new PagedDocument.PagedList("preferences", _ -> preferences(user)),
        new PagedDocument.PagedList("subscriptions", token -> subscriptions(user, token)),
        new PagedDocument.PagedList("segments", _ -> segments(profileId)),
        new PagedDocument.PagedList("events", token -> events(profileId, token)),
        new PagedDocument.PagedList("sends", token -> sends(profileId, token)));
  }

  private PagedDocument.Part companies(ProfileSelector user, String token) {
    var page =
        memberships.listMemberships(
            ListMembershipsRequest.newBuilder()
                .setSelector(user)
                .setPageSize(PAGE_SIZE)
                .setPageToken(token)
                .build());
    return new PagedDocument.Part(page.getMembershipsList(), page.getNextPageToken());
  }

  private PagedDocument.Part preferences(ProfileSelector user) {
    return new PagedDocument.Part(
        preferences
            .getPreferences(GetPreferencesRequest.newBuilder().setSelector(user).build())
            .getPreferencesList(),
        "");
  }

  private PagedDocument.Part subscriptions(ProfileSelector user, String token) {
    var page =
        topics.listSubscriptions(
            ListSubscriptionsRequest.newBuilder()
                .setSelector(user)
                .setPageSize(PAGE_SIZE)
                .setPageToken(token)
                .build());
    return new PagedDocument.Part(page.getSubscriptionsList(), page.getNextPageToken());
  }

  private PagedDocument.Part segments(String profileId) {
    return new PagedDocument.Part(
        segments
            .listSegmentsOfProfile(
                ListSegmentsOfProfileRequest.newBuilder().setProfileId(profileId).build())
            .getMembershipsList(),
        "");
  }

  private PagedDocument.Part events(String profileId, String token) {
    var page =
        events.listEvents(
            ListEventsRequest.newBuilder()
                .setFilter(EventFilter.newBuilder().setProfileId(profileId))
                .setPageSize(PAGE_SIZE)
                .setPageToken(token)
                .build());
    return new PagedDocument.Part(page.getEventsList(), page.getNextPageToken());
  }

  private PagedDocument.Part sends(String profileId, String token) {
    var page =
        sends.listSends(
            ListSendsRequest.newBuilder()
                .setFilter(SendFilter.newBuilder().setProfileId(profileId))
                .setPageSize(PAGE_SIZE)
                .setPageToken(token)
                .build());
    return new PagedDocument.Part(page.getSendsList(), page.getNextPageToken());
  }
}
