package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.TrackMessage;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.tidings.proto.messaging.v1.AutomationServiceGrpc;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.EventCondition;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segment's own Java client, with only the host changed, brings a user into a segment; the user
 * gets the mail.
 */
class PublicClientIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path data;
  private static Launcher launcher;
  private static Credentials credentials;
  private static RestClient rest;

  private final String run = UUID.randomUUID().toString();
  private final String userId = "user-" + run;
  private final String email = "user." + run + "@customer.example";

  @BeforeAll
  static void start() throws Exception {
    launcher = new Launcher(data);
    launcher.run("up", "--detach").succeeded();
    credentials = launcher.credentials();
    rest = new RestClient(credentials);
  }

  @AfterAll
  static void stop() throws Exception {
    launcher.run("stop").succeeded();
  }

  @Test
  void aTrackedEventBringsTheUserIntoTheSegmentAndTheMailArrives() throws Exception {
    mailWhoOrders("Order Completed " + run);
    Analytics analytics =
        Analytics.builder(credentials.get("TIDINGS_WRITE_KEY"))
            .endpoint(credentials.gateway().toString())
            .build();

    analytics.enqueue(
        IdentifyMessage.builder()
            .userId(userId)
            .traits(Map.of("email", email, "firstName", "Ada")));
    analytics.enqueue(
        TrackMessage.builder("Order Completed " + run)
            .userId(userId)
            .properties(Map.of("total", 42)));
    analytics.flush();

    List<JsonNode> mails =
        await().atMost(SOON).until(() -> rest.received("email", email), found -> !found.isEmpty());
    assertThat(mails).hasSize(1);
    assertThat(mails.getFirst().path("subject").asText()).isEqualTo("Thank you, Ada");
    analytics.shutdown();
  }

  @Test
  void aSendToAnUnknownUserIsDiscardedAndTheCallerIsTold() throws Exception {
    var answer =
        rest.post(
            "/v1/sends",
            credentials.get("TIDINGS_SECRET_KEY"),
            """
            {"recipients": ["nobody-%s"], "content": {"sms": {"text": "Hello"}}}
            """
                .formatted(run));

    assertThat(answer.status()).isBetween(200, 202);
    JsonNode send = answer.body().path("sends").path(0);
    assertThat(send.path("state").asText()).isEqualTo("DISCARDED");
    assertThat(send.path("reason").asText()).isEqualTo("UNKNOWN_USER");
  }

  @Test
  void aRecipientGivenInlineIsCreatedAndReached() throws Exception {
    String number = "+2348031234567";
    var answer =
        rest.post(
            "/v1/sends",
            credentials.get("TIDINGS_SECRET_KEY"),
            """
            {"recipients": [{"userId": "%s", "attributes": {"number": "2348031234567"}}],
             "content": {"sms": {"text": "Your code is {{ data.code }}"}},
             "data": {"code": "%s"}}
            """
                .formatted(userId, run));

    assertThat(answer.body().path("sends").path(0).path("state").asText()).isEqualTo("QUEUED");
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(rest.received("sms", number))
                .anySatisfy(
                    sms -> assertThat(sms.path("text").asText()).isEqualTo("Your code is " + run)));
  }

  @Test
  void aKeyThatNobodyMadeIsRefused() throws Exception {
    var answer =
        rest.post("/v1/track", "tw_unknown", "{\"userId\": \"a\", \"event\": \"Order Completed\"}");

    assertThat(answer.status()).isEqualTo(401);
  }

  private void mailWhoOrders(String event) {
    ManagedChannel segmentChannel = channel("TIDINGS_SEGMENT_GRPC");
    ManagedChannel messagingChannel = channel("TIDINGS_MESSAGING_GRPC");
    var segments = SegmentServiceGrpc.newBlockingStub(segmentChannel);
    Condition ordered =
        Condition.newBuilder()
            .setEvent(
                EventCondition.newBuilder().setName(event).setOperator("at_least").setCount(1))
            .build();
    String segmentId =
        segments
            .createSegment(
                CreateSegmentRequest.newBuilder()
                    .setName("Ordered " + run)
                    .setDefinition(ordered)
                    .build())
            .getSegment()
            .getId();
    var get = GetSegmentRequest.newBuilder().setSegmentId(segmentId).build();
    await()
        .atMost(SOON)
        .until(() ->
            segments.getSegment(get).getSegment().getState() == SegmentState.SEGMENT_STATE_LIVE);
    EmailContent thanks =
        EmailContent.newBuilder()
            .setSubject("Thank you, {{ user.first_name }}")
            .setText("It is on its way.")
            .build();
    TemplateServiceGrpc.newBlockingStub(messagingChannel)
        .createTemplate(
            CreateTemplateRequest.newBuilder()
                .setName("thanks-" + run)
                .setContent(Content.newBuilder().setEmail(thanks))
                .build());
    AutomationServiceGrpc.newBlockingStub(messagingChannel)
        .createAutomation(
            CreateAutomationRequest.newBuilder()
                .setName("Thank " + run)
                .setSegmentId(segmentId)
                .setChannel(Channel.CHANNEL_EMAIL)
                .setTemplate("thanks-" + run)
                .build());
    segmentChannel.shutdownNow();
    messagingChannel.shutdownNow();
  }

  private static ManagedChannel channel(String variable) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + credentials.get("TIDINGS_SECRET_KEY"));
    return ManagedChannelBuilder.forTarget(credentials.get(variable))
        .usePlaintext()
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }
}
