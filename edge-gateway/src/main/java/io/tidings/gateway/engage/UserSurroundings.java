package io.tidings.gateway.engage;

import io.tidings.proto.event.v1.BatchGetEventSpansRequest;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.EventSpan;
import io.tidings.proto.messaging.v1.BatchGetSendTotalsRequest;
import io.tidings.proto.messaging.v1.BatchGetSuppressionsRequest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.proto.messaging.v1.SendServiceGrpc.SendServiceBlockingStub;
import io.tidings.proto.messaging.v1.SendTotals;
import io.tidings.proto.messaging.v1.SuppressionServiceGrpc;
import io.tidings.proto.messaging.v1.SuppressionServiceGrpc.SuppressionServiceBlockingStub;
import io.tidings.proto.segment.v1.BatchListSegmentsOfProfilesRequest;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.segment.v1.SegmentsOfProfile;
import io.tidings.proto.user.v1.BatchGetMembershipsRequest;
import io.tidings.proto.user.v1.BatchGetSubscriptionsRequest;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceBlockingStub;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.SubscriptionsOfProfile;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the other services know of users; each is asked once, for however many users. */
@Singleton
final class UserSurroundings {
  private final SegmentServiceBlockingStub segments;
  private final EventServiceBlockingStub events;
  private final SendServiceBlockingStub sends;
  private final SuppressionServiceBlockingStub suppressions;
  private final MembershipServiceBlockingStub memberships;
  private final TopicServiceBlockingStub topics;

  UserSurroundings(ServiceChannels channels) {
    this.segments = SegmentServiceGrpc.newBlockingStub(channels.to("segment"));
    this.events = EventServiceGrpc.newBlockingStub(channels.to("event"));
    this.sends = SendServiceGrpc.newBlockingStub(channels.to("messaging"));
    this.suppressions = SuppressionServiceGrpc.newBlockingStub(channels.to("messaging"));
    this.memberships = MembershipServiceGrpc.newBlockingStub(channels.to("user"));
    this.topics = TopicServiceGrpc.newBlockingStub(channels.to("user"));
  }

  /**
   * @param memberships in accounts, at most 100
   * @param suppressed whether nothing may be sent to the user's e-mail address or number
   */
  record Of(
      SegmentsOfProfile segments,
      EventSpan events,
      SendTotals totals,
      List<Membership> memberships,
      SubscriptionsOfProfile subscriptions,
      boolean suppressed) {}

  /**
   * One for each profile, in their order.
   *
   * @param profiles at least 1, at most 1,000
   */
  List<Of> of(List<Profile> profiles) {
    var ids = profiles.stream().map(Profile::getId).toList();
    var inSegments =
        segments
            .batchListSegmentsOfProfiles(
                BatchListSegmentsOfProfilesRequest.newBuilder().addAllProfileIds(ids).build())
            .getProfilesList();
    var spans =
        events
            .batchGetEventSpans(
                BatchGetEventSpansRequest.newBuilder().addAllProfileIds(ids).build())
            .getSpansList();
    var totals =
        sends
            .batchGetSendTotals(
                BatchGetSendTotalsRequest.newBuilder().addAllProfileIds(ids).build())
            .getTotalsList();
    var inAccounts =
        memberships
            .batchGetMemberships(
                BatchGetMembershipsRequest.newBuilder().addAllProfileIds(ids).build())
            .getMembershipsList()
            .stream()
            .collect(Collectors.groupingBy(Membership::getProfileId));
    var onLists =
        topics
            .batchGetSubscriptions(
                BatchGetSubscriptionsRequest.newBuilder().addAllProfileIds(ids).build())
            .getProfilesList();
    var suppressed = suppressed(profiles, "email", Channel.CHANNEL_EMAIL);
    suppressed.addAll(suppressed(profiles, "number", Channel.CHANNEL_SMS));
    var found = new ArrayList<Of>(ids.size());
    for (var i = 0; i < ids.size(); i++) {
      found.add(
          new Of(
              inSegments.get(i),
              spans.get(i),
              totals.get(i),
              inAccounts.getOrDefault(ids.get(i), List.of()),
              onLists.get(i),
              suppressed.contains(ids.get(i))));
    }
    return found;
  }

  /** The ids of those whose address is suppressed. */
  private Set<String> suppressed(List<Profile> profiles, String attribute, Channel channel) {
    var reachable =
        profiles.stream().filter(profile -> !address(profile, attribute).isEmpty()).toList();
    var found = new HashSet<String>();
    if (!reachable.isEmpty()) {
      var request = BatchGetSuppressionsRequest.newBuilder().setChannel(channel);
      reachable.forEach(profile -> request.addAddresses(address(profile, attribute)));
      var answer = suppressions.batchGetSuppressions(request.build());
      for (var i = 0; i < reachable.size(); i++) {
        if (answer.getSuppressed(i)) {
          found.add(reachable.get(i).getId());
        }
      }
    }
    return found;
  }

  private static String address(Profile profile, String attribute) {
    var value = profile.getAttributesMap().get(attribute);
    return value == null ? "" : value.getText();
  }
}
