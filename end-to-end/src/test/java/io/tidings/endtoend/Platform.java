package io.tidings.endtoend;

import io.grpc.ManagedChannel;
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
public final class Platform implements AutoCloseable {
  private static final int PAGE = 1000;

  private final ManagedChannel users;
  private final ManagedChannel events;
  private final ManagedChannel segments;
  private final ManagedChannel messaging;

  public Platform(Credentials credentials) {
    users = channel(credentials, "TIDINGS_USER_GRPC");
    events = channel(credentials, "TIDINGS_EVENT_GRPC");
    segments = channel(credentials, "TIDINGS_SEGMENT_GRPC");
    messaging = channel(credentials, "TIDINGS_MESSAGING_GRPC");
  }

  private static ManagedChannel channel(Credentials credentials, String variable) {
    return KeyedChannel.to(credentials.get(variable), credentials.get("TIDINGS_SECRET_KEY"));
  }

  /** Of those who did it at least once. */
  public Segment createSegment(String name, String event) {
    EventCondition done =
        EventCondition.newBuilder().setName(event).setOperator("at_least").setCount(1).build();
    return SegmentServiceGrpc.newBlockingStub(segments)
        .createSegment(
            CreateSegmentRequest.newBuilder()
                .setName(name)
                .setDefinition(Condition.newBuilder().setEvent(done))
                .build())
        .getSegment();
  }

  public Segment segment(String id) {
    return SegmentServiceGrpc.newBlockingStub(segments)
        .getSegment(GetSegmentRequest.newBuilder().setSegmentId(id).build())
        .getSegment();
  }

  public List<String> members(Audience audience) {
    List<String> members = new ArrayList<>();
    SegmentServiceGrpc.newBlockingStub(segments)
        .streamMembers(StreamMembersRequest.newBuilder().setAudience(audience).build())
        .forEachRemaining(page -> members.addAll(page.getProfileIdsList()));
    return members;
  }

  public List<String> members(String segmentId) {
    return members(Audience.newBuilder().setSegmentId(segmentId).build());
  }

  public static Audience withPlan(String plan) {
    AttributeCondition condition =
        AttributeCondition.newBuilder()
            .setName("plan")
            .setOperator("equals")
            .addOperands(Value.newBuilder().setText(plan))
            .build();
    return Audience.newBuilder().setFilter(Condition.newBuilder().setAttribute(condition)).build();
  }

  /** Texts everybody who enters the segment; answers the automation's id. */
  public String textWhoEnters(String segmentId, String name) {
    SmsContent text = SmsContent.newBuilder().setText("Thank you!").build();
    return whenEntering(
        segmentId, name, Channel.CHANNEL_SMS, Content.newBuilder().setSms(text).build());
  }

  /** Mails everybody who enters the segment; answers the automation's id. */
  public String mailWhoEnters(String segmentId, String name, EmailContent mail) {
    return whenEntering(
        segmentId, name, Channel.CHANNEL_EMAIL, Content.newBuilder().setEmail(mail).build());
  }

  private String whenEntering(String segmentId, String name, Channel channel, Content content) {
    TemplateServiceGrpc.newBlockingStub(messaging)
        .createTemplate(
            CreateTemplateRequest.newBuilder().setName(name).setContent(content).build());
    return AutomationServiceGrpc.newBlockingStub(messaging)
        .createAutomation(
            CreateAutomationRequest.newBuilder()
                .setName(name)
                .setSegmentId(segmentId)
                .setChannel(channel)
                .setTemplate(name)
                .build())
        .getAutomation()
        .getId();
  }

  /** Mails everybody on the plan; the subject is the broadcast's name. Answers its id. */
  public String mailEverybodyWithPlan(String plan, String name) {
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

  public boolean isCompleted(String broadcastId) {
    return BroadcastServiceGrpc.newBlockingStub(messaging)
            .getBroadcast(GetBroadcastRequest.newBuilder().setBroadcastId(broadcastId).build())
            .getBroadcast()
            .getState()
        == BroadcastState.BROADCAST_STATE_COMPLETED;
  }

  public List<Send> sendsOfBroadcast(String id) {
    return sends(SendFilter.newBuilder().setBroadcastId(id).build());
  }

  public List<Send> sendsOfAutomation(String id) {
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

  public List<Event> events(String... names) {
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
  public List<Profile> profiles(Collection<String> userIds) {
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
