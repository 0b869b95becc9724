package io.tidings.endtoend.faults;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.tidings.endtoend.Credentials;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventFilter;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.StreamEventsRequest;
import io.tidings.proto.messaging.v1.AutomationServiceGrpc;
import io.tidings.proto.messaging.v1.BroadcastServiceGrpc;
import io.tidings.proto.messaging.v1.BroadcastState;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.GetBroadcastRequest;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.proto.segment.v1.AttributeCondition;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.EventCondition;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.StreamMembersRequest;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.value.v1.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** What the platform says about itself, asked as a server with a secret key would. */
final class Platform implements AutoCloseable {
  private static final int PAGE = 1000;

  private final ManagedChannel users;
  private final ManagedChannel events;
  private final ManagedChannel segments;
  private final ManagedChannel messaging;

  Platform(Credentials credentials) {
    users = channel(credentials, "TIDINGS_USER_GRPC");
    events = channel(credentials, "TIDINGS_EVENT_GRPC");
    segments = channel(credentials, "TIDINGS_SEGMENT_GRPC");
    messaging = channel(credentials, "TIDINGS_MESSAGING_GRPC");
  }

  private static ManagedChannel channel(Credentials credentials, String variable) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + credentials.get("TIDINGS_SECRET_KEY"));
    return ManagedChannelBuilder.forTarget(credentials.get(variable))
        .usePlaintext()
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }

  Segment createSegmentOfBuyers(String name) {
    EventCondition bought =
        EventCondition.newBuilder()
            .setName(Intake.BOUGHT)
            .setOperator("at_least")
            .setCount(1)
            .build();
    return SegmentServiceGrpc.newBlockingStub(segments)
        .createSegment(
            CreateSegmentRequest.newBuilder()
                .setName(name)
                .setDefinition(Condition.newBuilder().setEvent(bought))
                .build())
        .getSegment();
  }

  Segment segment(String id) {
    return SegmentServiceGrpc.newBlockingStub(segments)
        .getSegment(GetSegmentRequest.newBuilder().setSegmentId(id).build())
        .getSegment();
  }

  List<String> members(Audience audience) {
    List<String> members = new ArrayList<>();
    SegmentServiceGrpc.newBlockingStub(segments)
        .streamMembers(StreamMembersRequest.newBuilder().setAudience(audience).build())
        .forEachRemaining(page -> members.addAll(page.getProfileIdsList()));
    return members;
  }

  List<String> members(String segmentId) {
    return members(Audience.newBuilder().setSegmentId(segmentId).build());
  }

  static Audience withPlan(String plan) {
    AttributeCondition condition =
        AttributeCondition.newBuilder()
            .setName("plan")
            .setOperator("equals")
            .addOperands(Value.newBuilder().setText(plan))
            .build();
    return Audience.newBuilder().setFilter(Condition.newBuilder().setAttribute(condition)).build();
  }

  /** Texts everybody who enters the segment; answers the automation's id. */
  String textWhoEnters(String segmentId, String name) {
    TemplateServiceGrpc.newBlockingStub(messaging)
        .createTemplate(
            CreateTemplateRequest.newBuilder()
                .setName(name)
                .setContent(
                    Content.newBuilder().setSms(SmsContent.newBuilder().setText("Thank you!")))
                .build());
    return AutomationServiceGrpc.newBlockingStub(messaging)
        .createAutomation(
            CreateAutomationRequest.newBuilder()
                .setName(name)
                .setSegmentId(segmentId)
                .setChannel(Channel.CHANNEL_SMS)
                .setTemplate(name)
                .build())
        .getAutomation()
        .getId();
  }

  /** Mails everybody on the plan; the subject is the broadcast's name. Answers its id. */
  String mailEverybodyWithPlan(String plan, String name) {
    EmailContent content =
        EmailContent.newBuilder().setSubject(name).setText("Hello {{ user.first_name }}").build();
    return BroadcastServiceGrpc.newBlockingStub(messaging)
        .createBroadcast(
            CreateBroadcastRequest.newBuilder()
                .setRequestId(name)
                .setName(name)
                .setAudience(withPlan(plan))
                .setChannel(Channel.CHANNEL_EMAIL)
                .setContent(Content.newBuilder().setEmail(content))
                .build())
        .getBroadcast()
        .getId();
  }

  boolean isCompleted(String broadcastId) {
    return BroadcastServiceGrpc.newBlockingStub(messaging)
            .getBroadcast(GetBroadcastRequest.newBuilder().setBroadcastId(broadcastId).build())
            .getBroadcast()
            .getState()
        == BroadcastState.BROADCAST_STATE_COMPLETED;
  }

  List<Send> sendsOfBroadcast(String id) {
    return sends(SendFilter.newBuilder().setBroadcastId(id).build());
  }

  List<Send> sendsOfAutomation(String id) {
    return sends(SendFilter.newBuilder().setAutomationId(id).build());
  }

  private List<Send> sends(SendFilter filter) {
    List<Send> sends = new ArrayList<>();
    String token = "";
    do {
      var page =
          SendServiceGrpc.newBlockingStub(messaging)
              .listSends(
                  ListSendsRequest.newBuilder()
                      .setFilter(filter)
                      .setPageSize(PAGE)
                      .setPageToken(token)
                      .build());
      sends.addAll(page.getSendsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return sends;
  }

  List<Event> events(String... names) {
    List<Event> found = new ArrayList<>();
    EventServiceGrpc.newBlockingStub(events)
        .streamEvents(
            StreamEventsRequest.newBuilder()
                .setFilter(EventFilter.newBuilder().addAllNames(List.of(names)))
                .build())
        .forEachRemaining(page -> found.addAll(page.getEventsList()));
    return found;
  }

  /** The profiles of those of the users who are known. */
  List<Profile> profiles(Collection<String> userIds) {
    return userIds.stream().gather(Gatherers.windowFixed(PAGE)).flatMap(this::page).toList();
  }

  private Stream<Profile> page(List<String> userIds) {
    var request = BatchGetProfilesRequest.newBuilder();
    userIds.forEach(id -> request.addSelectors(ProfileSelector.newBuilder().setUserId(id)));
    return ProfileServiceGrpc.newBlockingStub(users)
        .batchGetProfiles(request.build())
        .getFoundList()
        .stream()
        .filter(FoundProfile::hasProfile)
        .map(FoundProfile::getProfile);
  }

  @Override
  public void close() {
    List.of(users, events, segments, messaging).forEach(ManagedChannel::shutdownNow);
  }
}
