package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rudderstack.sdk.java.analytics.RudderAnalytics;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.TrackMessage;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.segment.v1.SegmentState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Segment's and RudderStack's own Java clients, with only the host changed, bring a user into a
 * segment; the user gets the mail.
 */
@ResourceLock("sandbox")
class PublicClientIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  private final String run = UUID.randomUUID().toString();
  private final String userId = "user-" + run;
  private final String email = "user." + run + "@customer.example";

  @Test
  void aTrackedEventBringsTheUserIntoTheSegmentAndTheMailArrives() throws Exception {
    mailWhoOrders("Order Completed " + run);
    Analytics analytics =
        Analytics.builder(SYSTEM.credentials().get("TIDINGS_WRITE_KEY"))
            .endpoint(SYSTEM.credentials().gateway().toString())
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

    assertMailed();
    analytics.shutdown();
  }

  /** It calls the same routes; compressed, as it is told to here. */
  @Test
  void soDoesOneThatRudderStacksClientTracksInACompressedBody() throws Exception {
    mailWhoOrders("Order Completed " + run);
    RudderAnalytics analytics =
        RudderAnalytics.builder(SYSTEM.credentials().get("TIDINGS_WRITE_KEY"))
            .setDataPlaneUrl(SYSTEM.credentials().gateway().toString())
            .setGZIP(true)
            .build();

    analytics.enqueue(
        com.rudderstack.sdk.java.analytics.messages.IdentifyMessage.builder()
            .userId(userId)
            .traits(Map.of("email", email, "firstName", "Ada")));
    analytics.enqueue(
        com.rudderstack.sdk.java.analytics.messages.TrackMessage.builder("Order Completed " + run)
            .userId(userId)
            .properties(Map.of("total", 42)));
    analytics.flush();

    assertMailed();
    analytics.shutdown();
  }

  private void assertMailed() {
    List<JsonNode> mails =
        await()
            .atMost(SOON)
            .until(() -> SYSTEM.rest().received("email", email), found -> !found.isEmpty());
    assertThat(mails).hasSize(1);
    assertThat(mails.getFirst().path("subject").asText()).isEqualTo("Thank you, Ada");
  }

  @Test
  void aSendToAnUnknownUserIsDiscardedAndTheCallerIsTold() throws Exception {
    var answer =
        SYSTEM
            .rest()
            .post(
                "/v1/sends",
                SYSTEM.credentials().get("TIDINGS_SECRET_KEY"),
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
        SYSTEM
            .rest()
            .post(
                "/v1/sends",
                SYSTEM.credentials().get("TIDINGS_SECRET_KEY"),
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
            assertThat(SYSTEM.rest().received("sms", number))
                .anySatisfy(
                    sms -> assertThat(sms.path("text").asText()).isEqualTo("Your code is " + run)));
  }

  @Test
  void aKeyThatNobodyMadeIsRefused() throws Exception {
    var answer =
        SYSTEM
            .rest()
            .post("/v1/track", "tw_unknown", "{\"userId\": \"a\", \"event\": \"Order Completed\"}");

    assertThat(answer.status()).isEqualTo(401);
  }

  private void mailWhoOrders(String event) {
    try (Platform platform = new Platform(SYSTEM.credentials())) {
      String segment = platform.createSegment("Ordered " + run, event).getId();
      await()
          .atMost(SOON)
          .until(() -> platform.segment(segment).getState() == SegmentState.SEGMENT_STATE_LIVE);
      EmailContent thanks =
          EmailContent.newBuilder()
              .setSubject("Thank you, {{ user.first_name }}")
              .setText("It is on its way.")
              .build();
      platform.mailWhoEnters(segment, "thanks-" + run, thanks);
    }
  }
}
