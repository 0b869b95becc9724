package io.tidings.integration.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.integration.v1.CollectCall;
import io.tidings.proto.integration.v1.CollectReject;
import io.tidings.proto.integration.v1.CollectRequest;
import io.tidings.proto.integration.v1.CollectResponse;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.CreateKeyResponse;
import io.tidings.proto.integration.v1.IntakeServiceGrpc;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.integration.v1.RevokeKeyRequest;
import io.tidings.proto.integration.v1.SourceSettings;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Typing;
import io.tidings.proto.value.v1.Value;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Calls as a stream. */
@MicronautTest(transactional = false)
class IntakeTest extends IntegrationTest {
  private final PlayedHistory history = new PlayedHistory();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.user.grpc", history.address(), "tidings.event.grpc", history.address());
  }

  @AfterAll
  void closeHistory() {
    history.close();
  }

  @Test
  void acknowledgesEachMessageOnceItIsDurable() throws Exception {
    var user = user();
    var stream = collect(channel(workspace()));
    stream.write(message(track(user, "m-1", "First"), identify(user)));
    assertThat(stream.read().getTakenCount()).isEqualTo(2);
    assertThat(history.eventsOf(user)).extracting(Event::getName).containsExactly("First");
    stream.write(message(track(user, "m-2", "Second")));
    stream.write(message(track(user, "m-3", "Third")));
    assertThat(stream.read().getTakenCount()).isEqualTo(3);
    assertThat(stream.read().getTakenCount()).isEqualTo(4);
    stream.halfClose();
    assertThat(stream.read()).as("the end").isNull();
    assertThat(history.eventsOf(user))
        .extracting(Event::getMessageId, event -> event.getOccurredAt().getSeconds())
        .containsExactly(tuple("m-1", 7L), tuple("m-2", 7L), tuple("m-3", 7L));
  }

  @Test
  void anInvalidCallTakesNoOtherWithIt() throws Exception {
    var user = user();
    var stream = collect(channel(workspace()));
    stream.write(message(identify(user)));
    var bad = Map.of("bad", Value.newBuilder().setText("x").build());
    stream.write(
        message(
            track(user, "m-1", "Good"),
            track("", "m-2", "Nobody"),
            track(user, "m-3", ""),
            CollectCall.newBuilder()
                .setUpdate(ProfileUpdate.newBuilder().setUserId(user).putAllAttributes(bad))
                .build(),
            track(user, "m-4", "Good").toBuilder()
                .setEvent(Event.newBuilder().setName("Good").putAllProperties(bad))
                .build(),
            CollectCall.getDefaultInstance()));
    assertThat(stream.read().getRejectsList()).isEmpty();
    var answer = stream.read();
    assertThat(answer.getTakenCount()).isEqualTo(7);
    assertThat(answer.getRejectsList())
        .extracting(CollectReject::getPosition, CollectReject::getField, CollectReject::getKind)
        .containsExactlyInAnyOrder(
            tuple(2L, "update.user_id", RejectKind.REJECT_KIND_CALL),
            tuple(3L, "event.name", RejectKind.REJECT_KIND_CALL),
            tuple(4L, "update.attributes.bad", RejectKind.REJECT_KIND_VALUE),
            tuple(5L, "event.properties.bad", RejectKind.REJECT_KIND_VALUE),
            tuple(6L, "update.user_id", RejectKind.REJECT_KIND_CALL));
    assertThat(history.eventsOf(user)).extracting(Event::getMessageId).contains("m-1", "m-4");
  }

  @Test
  void endsWhenSomethingCannotBeMadeDurable() throws Exception {
    var stream = collect(channel(workspace()));
    stream.write(message(identify(user())));
    stream.write(message(identify(PlayedHistory.AWAY)));
    assertThat(stream.read().getTakenCount()).isEqualTo(1);
    assertEnds(stream, Status.Code.UNAVAILABLE);
  }

  @Test
  void refusesEmptyMessages() throws Exception {
    var stream = collect(channel(workspace()));
    stream.write(CollectRequest.getDefaultInstance());
    assertEnds(stream, Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aSenderThatIsTooFastHasToWait() throws Exception {
    var user = user();
    var large = Value.newBuilder().setText("x".repeat(256 * 1024)).build();
    var call =
        CollectCall.newBuilder()
            .setUpdate(ProfileUpdate.newBuilder().setUserId(user).putAttributes("text", large))
            .build();
    var stream = collect(channel(workspace()));
    history.hold();
    var sent = 0;
    try {
      while (sent < 200 && stream.write(message(call), 500, TimeUnit.MILLISECONDS)) {
        sent++;
      }
    } catch (TimeoutException waits) {
      assertThat(sent).isPositive();
    } finally {
      history.goOn();
    }
    assertThat(sent).as("messages of 256 KiB that lie about").isLessThan(50);
    stream.halfClose();
    var last = CollectResponse.getDefaultInstance();
    for (var answer = stream.read(); answer != null; answer = stream.read()) {
      last = answer;
    }
    assertThat(last.getTakenCount()).isEqualTo(sent);
  }

  @Test
  void aWriteKeyMayCollectAndItsTypingCounts() throws Exception {
    var user = user();
    var stream = collect(bearing(newKey(workspace(), Typing.TYPING_STRING).getSecret()));
    stream.write(message(track(user, "m-1", "E")));
    assertThat(stream.read().getTakenCount()).isEqualTo(1);
    assertThat(history.requestsOf(user).getFirst().getTyping()).isEqualTo(Typing.TYPING_STRING);
    stream.cancel("enough", null);
  }

  @Test
  void aStreamEndsWithItsKey() throws Exception {
    var user = user();
    var workspace = workspace();
    var key = newKey(workspace, Typing.TYPING_INFER);
    var stream = collect(bearing(key.getSecret()));
    stream.write(message(identify(user)));
    assertThat(stream.read().getTakenCount()).isEqualTo(1);
    var unused =
        KeyServiceGrpc.newBlockingStub(channel(workspace))
            .revokeKey(RevokeKeyRequest.newBuilder().setKeyId(key.getKey().getId()).build());
    await().atMost(Duration.ofSeconds(5)).until(() -> isRefused(stream, user));
  }

  private static boolean isRefused(
      BlockingClientCall<CollectRequest, CollectResponse> stream, String user) throws Exception {
    try {
      stream.write(message(identify(user)));
      var unused = stream.read();
      return false;
    } catch (StatusException end) {
      return end.getStatus().getCode() == Status.Code.PERMISSION_DENIED;
    }
  }

  private static void assertEnds(
      BlockingClientCall<CollectRequest, CollectResponse> stream, Status.Code code) {
    assertThatExceptionOfType(StatusException.class)
        .isThrownBy(() -> {
          var unused = stream.read();
        })
        .satisfies(end -> assertThat(end.getStatus().getCode()).isEqualTo(code));
  }

  private CreateKeyResponse newKey(String workspace, Typing typing) {
    return KeyServiceGrpc.newBlockingStub(channel(workspace))
        .createKey(
            CreateKeyRequest.newBuilder()
                .setKind(KeyKind.KEY_KIND_WRITE)
                .setName("app")
                .setSettings(SourceSettings.newBuilder().setTyping(typing))
                .build());
  }

  private static BlockingClientCall<CollectRequest, CollectResponse> collect(Channel channel) {
    return IntakeServiceGrpc.newBlockingV2Stub(channel).collect();
  }

  private static String user() {
    return "u-" + UUID.randomUUID();
  }

  private static CollectRequest message(CollectCall... calls) {
    var message = CollectRequest.newBuilder();
    for (var call : calls) {
      message.addCalls(call);
    }
    return message.build();
  }

  private static CollectCall identify(String user) {
    return CollectCall.newBuilder().setUpdate(ProfileUpdate.newBuilder().setUserId(user)).build();
  }

  private static CollectCall track(String user, String messageId, String name) {
    return CollectCall.newBuilder()
        .setUpdate(
            ProfileUpdate.newBuilder()
                .setUserId(user)
                .setMessageId(messageId)
                .setOccurredAt(Timestamp.newBuilder().setSeconds(7)))
        .setEvent(Event.newBuilder().setName(name))
        .build();
  }
}
