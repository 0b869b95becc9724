package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.integration.intake.PlayedHistory;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.integration.v1.ConnectSourceRequest;
import io.tidings.proto.integration.v1.DisableWorkspaceRequest;
import io.tidings.proto.integration.v1.DisconnectSourceRequest;
import io.tidings.proto.integration.v1.ListRejectsRequest;
import io.tidings.proto.integration.v1.ListSourceTypesRequest;
import io.tidings.proto.integration.v1.ListSourcesRequest;
import io.tidings.proto.integration.v1.ReceiveWebhookRequest;
import io.tidings.proto.integration.v1.ReceiveWebhookResponse;
import io.tidings.proto.integration.v1.ReceiveWebhookResponse.OutcomeCase;
import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.integration.v1.RejectServiceGrpc;
import io.tidings.proto.integration.v1.Source;
import io.tidings.proto.integration.v1.SourceServiceGrpc;
import io.tidings.proto.integration.v1.SourceServiceGrpc.SourceServiceBlockingStub;
import io.tidings.proto.integration.v1.SourceSetting;
import io.tidings.proto.integration.v1.SourceType;
import io.tidings.proto.integration.v1.UpdateSourceRequest;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc;
import io.tidings.proto.messaging.v1.DeliveryEvent;
import io.tidings.proto.messaging.v1.DeliveryEventKind;
import java.security.KeyPair;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sources and their webhooks, over the service's own wire. */
@MicronautTest(transactional = false)
class SourceServiceTest extends IntegrationTest {
  private final PlayedHistory history = new PlayedHistory();
  private final PlayedMessaging messaging = new PlayedMessaging();
  private final String secret = "whsec_" + UUID.randomUUID();

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tidings.user.grpc",
        history.address(),
        "tidings.event.grpc",
        history.address(),
        "tidings.messaging.grpc",
        messaging.address());
  }

  @AfterAll
  void closeServices() {
    history.close();
    messaging.close();
  }

  @Test
  @DisplayName("behaviour 25: which services can be heard is readable, with the settings of each")
  void listsTypes() {
    SourceServiceBlockingStub sources = sources(workspace());
    List<SourceType> types =
        sources.listSourceTypes(ListSourceTypesRequest.getDefaultInstance()).getTypesList();
    assertThat(types)
        .filteredOn(type -> type.getId().equals("stripe"))
        .singleElement()
        .satisfies(type ->
            assertThat(type.getSettingsList())
                .extracting(
                    SourceSetting::getName, SourceSetting::getRequired, SourceSetting::getSecret)
                .containsExactly(
                    tuple("signing_secret", true, true), tuple("user_id_metadata", false, false)));
    var first = sources.listSourceTypes(ListSourceTypesRequest.newBuilder().setPageSize(1).build());
    assertThat(first.getTypesList()).containsExactly(types.getFirst());
    assertThat(
            sources
                .listSourceTypes(
                    ListSourceTypesRequest.newBuilder()
                        .setPageToken(first.getNextPageToken())
                        .build())
                .getTypesList())
        .isEqualTo(types.subList(1, types.size()));
  }

  @Test
  void neverShowsASecretAgain() throws SQLException {
    SourceServiceBlockingStub sources = sources(workspace());
    Source made = connect(sources);
    assertThat(made.getSettingsMap()).isEqualTo(Map.of("user_id_metadata", "uid"));
    assertThat(made.getPath()).isEqualTo("/v1/webhooks/" + made.getId());
    assertThat(list(sources)).containsExactly(made);
    assertThat(everyRow("source_connection")).isNotEmpty().noneMatch(row -> row.contains(secret));
  }

  @Test
  void answersARepeatedRequestWithTheSameSource() {
    SourceServiceBlockingStub sources = sources(workspace());
    ConnectSourceRequest request = stripe().setRequestId("r-1").build();
    Source first = sources.connectSource(request).getSource();
    assertThat(sources.connectSource(request).getSource()).isEqualTo(first);
    assertThat(list(sources)).containsExactly(first);
  }

  @Test
  void listsPageByPage() {
    SourceServiceBlockingStub sources = sources(workspace());
    List<Source> all = List.of(connect(sources), connect(sources), connect(sources));
    var page = sources.listSources(ListSourcesRequest.newBuilder().setPageSize(2).build());
    assertThat(page.getSourcesList()).isEqualTo(all.subList(0, 2));
    assertThat(
            sources
                .listSources(
                    ListSourcesRequest.newBuilder()
                        .setPageSize(2)
                        .setPageToken(page.getNextPageToken())
                        .build())
                .getSourcesList())
        .isEqualTo(all.subList(2, 3));
  }

  @Test
  void namesWhatIsWrong() {
    SourceServiceBlockingStub sources = sources(workspace());
    assertThat(
            faultOf(() -> sources.connectSource(stripe().setType("strype").build()))
                .getDescription())
        .contains("'strype' is no source; there are")
        .contains("stripe");
    assertThat(
            faultOf(() -> sources.connectSource(stripe().clearSettings().build())).getDescription())
        .contains("settings[\"signing_secret\"]");
    Status unknown =
        faultOf(() ->
            sources.updateSource(
                UpdateSourceRequest.newBuilder()
                    .setSourceId(UUID.randomUUID().toString())
                    .build()));
    assertThat(unknown.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            faultOf(() ->
                    sources.listSources(ListSourcesRequest.newBuilder().setPageToken("x").build()))
                .getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  @DisplayName("behaviour 23: a payment gateway brings a customer and what they did, once")
  void bringsCustomersAndEvents() {
    Source source = connect(sources(workspace()));
    String user = "u-" + UUID.randomUUID();
    String customer = customer("evt_1", user);
    assertThat(receive(source, customer)).isEqualTo(OutcomeCase.TAKEN);
    assertThat(history.requestsOf(user))
        .singleElement()
        .satisfies(request -> {
          var update = request.getUpdates(0);
          assertThat(update.getAttributesOrThrow("email").getText()).isEqualTo("a@example.com");
          assertThat(update.getPrevious(0).getValue()).isEqualTo("cus-" + user);
          assertThat(update.getOccurredAt().getSeconds()).isEqualTo(1772366300);
        });
    String charge = charge("evt_2", "cus-" + user);
    assertThat(receive(source, charge)).isEqualTo(OutcomeCase.TAKEN);
    assertThat(receive(source, charge)).as("a repetition").isEqualTo(OutcomeCase.TAKEN);
    assertThat(receive(source, customer)).as("a repetition").isEqualTo(OutcomeCase.TAKEN);
    assertThat(history.requestsOf(user)).hasSize(1);
    assertThat(history.eventsOf("cus-" + user))
        .extracting(Event::getMessageId, Event::getName)
        .containsExactly(tuple("stripe:evt_2", "charge.succeeded"));
  }

  @Test
  void aCorrectedIdJoinsNoTwoUsers() {
    String workspace = workspace();
    Source source = connect(sources(workspace));
    String wrong = "u-" + UUID.randomUUID();
    String right = "u-" + UUID.randomUUID();
    String customer = "cus-" + wrong;
    assertThat(receive(source, charge("evt_1", customer))).isEqualTo(OutcomeCase.TAKEN);
    assertThat(receive(source, customer("evt_2", wrong))).isEqualTo(OutcomeCase.TAKEN);
    assertThat(receive(source, customer("evt_3", customer, wrong))).isEqualTo(OutcomeCase.TAKEN);
    assertThat(receive(source, customer("evt_4", customer, right))).isEqualTo(OutcomeCase.TAKEN);
    assertThat(history.requestsOf(wrong))
        .as("of the service's own id, and of the user who has it already")
        .hasSize(2)
        .allMatch(request -> request.getUpdates(0).getPreviousCount() == 1);
    assertThat(history.requestsOf(right))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.getUpdates(0).getPreviousList()).isEmpty();
          assertThat(request.getUpdates(0).getAttributesMap()).containsKey("email");
        });
    assertThat(
            RejectServiceGrpc.newBlockingStub(channel(workspace))
                .listRejects(ListRejectsRequest.getDefaultInstance())
                .getRejectsList())
        .extracting(Reject::getKind, Reject::getMessageId, Reject::getField)
        .containsExactly(tuple(RejectKind.REJECT_KIND_VALUE, "stripe:evt_4", "update.previous[0]"));
  }

  @Test
  @DisplayName("behaviour 24: what a mail service tells is handed on to the sends, once")
  void bringsWhatBecameOfMessages() {
    KeyPair keys = SendGridWebhookTest.keys();
    Source source = connect("sendgrid", Map.of("verification_key", SendGridWebhookTest.spki(keys)));
    String address = UUID.randomUUID() + "@example.com";
    UUID send = UUID.randomUUID();
    byte[] body =
        """
        [{"event": "delivered", "email": "%s", "smtp-id": "<%s@mint.example>", "timestamp": 7},
         {"event": "open", "email": "%s", "timestamp": 8}]
        """
            .formatted(address, send, address)
            .getBytes(UTF_8);
    Instant now = bean(Clock.class).instant();
    assertThat(
            receive(
                    source.getId(),
                    SendGridWebhookTest.signed(SendGridWebhookTest.keys(), body, now),
                    body)
                .getOutcomeCase())
        .as("signed by somebody else")
        .isEqualTo(OutcomeCase.REFUSED);
    assertThat(messaging.eventsOf(address)).isEmpty();
    for (int repeated = 0; repeated < 2; repeated++) {
      assertThat(
              receive(
                      source.getId(),
                      SendGridWebhookTest.signed(keys, body, now.minusSeconds(repeated)),
                      body)
                  .getOutcomeCase())
          .isEqualTo(OutcomeCase.TAKEN);
    }
    assertThat(messaging.eventsOf(address))
        .extracting(DeliveryEvent::getKind, DeliveryEvent::getSendId)
        .containsExactly(
            tuple(DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, send.toString()),
            tuple(DeliveryEventKind.DELIVERY_EVENT_KIND_OPENED, ""));
  }

  @Test
  void aTokenOfMailgunOpensTheDoorOnce() {
    Source source = connect("mailgun", Map.of("signing_key", MailgunWebhookTest.KEY));
    String address = UUID.randomUUID() + "@example.com";
    MailgunWebhookTest mailgun = new MailgunWebhookTest();
    for (String event : List.of("delivered", "delivered", "complained")) {
      WebhookCall call =
          mailgun.sent(
              "{\"event\": \"%s\", \"recipient\": \"%s\"}"
                  .formatted(event, address)
                  .getBytes(UTF_8),
              bean(Clock.class).instant());
      assertThat(receive(source.getId(), call.headers(), call.bytes()).getOutcomeCase())
          .isEqualTo(OutcomeCase.TAKEN);
    }
    assertThat(messaging.eventsOf(address))
        .extracting(DeliveryEvent::getKind)
        .containsExactly(DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED);
  }

  private Source connect(String type, Map<String, String> settings) {
    return sources(workspace())
        .connectSource(
            ConnectSourceRequest.newBuilder()
                .setType(type)
                .setName("our mail")
                .putAllSettings(settings)
                .build())
        .getSource();
  }

  @Test
  void aWebhookWithoutItsSignatureChangesNothing() {
    Source source = connect(sources(workspace()));
    String user = "u-" + UUID.randomUUID();
    byte[] body = customer("evt_1", user).getBytes(UTF_8);
    Instant now = bean(Clock.class).instant();
    for (var headers :
        List.of(
            Map.<String, String>of(),
            signed("whsec_another", now, body),
            signed(secret, now.minusSeconds(600), body),
            signed(secret, now, "{}".getBytes(UTF_8)))) {
      ReceiveWebhookResponse answer = receive(source.getId(), headers, body);
      assertThat(answer.getOutcomeCase()).isEqualTo(OutcomeCase.REFUSED);
      assertThat(answer.getRefused().getReason()).contains("Stripe-Signature");
    }
    assertThat(history.requestsOf(user)).isEmpty();
    assertThat(receive(source, "garbage")).isEqualTo(OutcomeCase.UNREADABLE);
    assertThat(receive(source, "{\"id\": 1, \"type\": \"customer.created\"}"))
        .isEqualTo(OutcomeCase.UNREADABLE);
    assertThat(
            receive(UUID.randomUUID().toString(), signed(secret, now, body), body).getOutcomeCase())
        .isEqualTo(OutcomeCase.UNKNOWN);
  }

  @Test
  void whatCouldNotBeAppliedIsOnRecord() {
    String workspace = workspace();
    Source source = connect(sources(workspace));
    assertThat(receive(source, charge("evt_8", ""))).isEqualTo(OutcomeCase.TAKEN);
    assertThat(receive(source, charge("evt_9", "cus_1").replace("ch_1", "\\u0000")))
        .isEqualTo(OutcomeCase.TAKEN);
    String long300 = "u".repeat(300);
    assertThat(receive(source, customer("evt_7", long300))).isEqualTo(OutcomeCase.TAKEN);
    assertThat(
            RejectServiceGrpc.newBlockingStub(channel(workspace))
                .listRejects(ListRejectsRequest.getDefaultInstance())
                .getRejectsList())
        .extracting(Reject::getKeyId, Reject::getMessageId, Reject::getField)
        .containsExactly(tuple(source.getId(), "stripe:evt_7", "update.user_id"));
  }

  @Test
  void isSentAgainWhenItCouldNotBeMadeDurable() {
    Source source = connect(sources(workspace()));
    Status away = faultOf(() -> receive(source, customer("evt_1", PlayedHistory.AWAY)));
    assertThat(away.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    String user = "u-" + UUID.randomUUID();
    assertThat(receive(source, customer("evt_1", user))).isEqualTo(OutcomeCase.TAKEN);
    assertThat(history.requestsOf(user)).hasSize(1);
  }

  @Test
  void aChangedSecretCountsAtOnce() {
    String workspace = workspace();
    SourceServiceBlockingStub sources = sources(workspace);
    Source source = connect(sources);
    byte[] body = customer("evt_1", "u-" + UUID.randomUUID()).getBytes(UTF_8);
    Instant now = bean(Clock.class).instant();
    var unused =
        sources.updateSource(
            UpdateSourceRequest.newBuilder()
                .setSourceId(source.getId())
                .putSettings("user_id_metadata", "uid")
                .build());
    assertThat(receive(source.getId(), signed(secret, now, body), body).getOutcomeCase())
        .as("a secret that is left out stays")
        .isEqualTo(OutcomeCase.TAKEN);
    unused =
        sources.updateSource(
            UpdateSourceRequest.newBuilder()
                .setSourceId(source.getId())
                .putSettings("signing_secret", "whsec_new")
                .build());
    assertThat(receive(source.getId(), signed(secret, now, body), body).getOutcomeCase())
        .isEqualTo(OutcomeCase.REFUSED);
    assertThat(receive(source.getId(), signed("whsec_new", now, body), body).getOutcomeCase())
        .isEqualTo(OutcomeCase.TAKEN);
  }

  @Test
  void anEndedSourceAndADisabledWorkspaceTakeNothing() {
    String workspace = workspace();
    SourceServiceBlockingStub sources = sources(workspace);
    Source ended = connect(sources);
    Source source = connect(sources);
    DisconnectSourceRequest end =
        DisconnectSourceRequest.newBuilder().setSourceId(ended.getId()).build();
    var unused = sources.disconnectSource(end);
    assertThat(faultOf(() -> sources.disconnectSource(end)).getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(receive(ended, "{}")).isEqualTo(OutcomeCase.UNKNOWN);
    assertThat(list(sources)).containsExactly(source);
    var disabled =
        WorkspaceServiceGrpc.newBlockingStub(administrator(""))
            .disableWorkspace(
                DisableWorkspaceRequest.newBuilder().setWorkspaceId(workspace).build());
    assertThat(disabled.getWorkspace().hasDisabledAt()).isTrue();
    assertThat(receive(source, customer("evt_1", "u"))).isEqualTo(OutcomeCase.DISABLED);
  }

  private Source connect(SourceServiceBlockingStub sources) {
    return sources.connectSource(stripe().build()).getSource();
  }

  private ConnectSourceRequest.Builder stripe() {
    return ConnectSourceRequest.newBuilder()
        .setType("stripe")
        .setName("the shop's payments")
        .putSettings("signing_secret", secret)
        .putSettings("user_id_metadata", "uid");
  }

  private static List<Source> list(SourceServiceBlockingStub sources) {
    return sources.listSources(ListSourcesRequest.getDefaultInstance()).getSourcesList();
  }

  private OutcomeCase receive(Source source, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return receive(source.getId(), signed(secret, bean(Clock.class).instant(), bytes), bytes)
        .getOutcomeCase();
  }

  /** As the gateway does, which does not know the workspace. */
  private ReceiveWebhookResponse receive(String id, Map<String, String> headers, byte[] body) {
    return sources("default")
        .receiveWebhook(
            ReceiveWebhookRequest.newBuilder()
                .setConnectionId(id)
                .setTarget("/v1/webhooks/" + id)
                .putAllHeaders(headers)
                .setBody(ByteString.copyFrom(body))
                .build());
  }

  private static Map<String, String> signed(String secret, Instant at, byte[] body) {
    return Map.of(
        "stripe-signature",
        "t=%d,v1=%s".formatted(at.getEpochSecond(), StripeWebhookTest.signature(secret, at, body)));
  }

  private static String customer(String event, String user) {
    return customer(event, "cus-" + user, user);
  }

  private static String customer(String event, String customer, String user) {
    return """
    {"id": "%s", "type": "customer.created", "created": 1772366300, "data": {"object": {
      "id": "%s", "email": "a@example.com", "metadata": {"uid": "%s"}}}}
    """
        .formatted(event, customer, user);
  }

  private static String charge(String event, String customer) {
    return """
    {"id": "%s", "type": "charge.succeeded", "created": 1772366300, "data": {"object": {
      "id": "ch_1", "amount": 4200, "currency": "ngn", "customer": "%s"}}}
    """
        .formatted(event, customer);
  }

  private SourceServiceBlockingStub sources(String workspace) {
    return SourceServiceGrpc.newBlockingStub(channel(workspace));
  }

  private static Status faultOf(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call).getStatus();
  }
}
