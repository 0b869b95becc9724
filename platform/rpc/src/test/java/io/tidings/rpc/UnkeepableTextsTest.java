package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.integration.v1.AddRejectsRequest;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.user.v1.GroupBatchRequest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.value.v1.Value;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnkeepableTextsTest {
  private static final String NUL = "a\0b";

  @Test
  void namesTheField() {
    SendRequest.Builder request = SendRequest.newBuilder().setIdempotencyKey(NUL).setTemplate("t");
    request.addRecipientsBuilder().setUserId("ada");

    assertThatThrownBy(() -> new RequestValidation().check(request.build()))
        .hasMessage(
            "INVALID_ARGUMENT: idempotency_key: holds the character NUL, which no text may;"
                + " leave it out");
  }

  @Test
  void findsThemWhereverTheyAre() {
    SendRequest.Builder request = SendRequest.newBuilder();
    request.addRecipientsBuilder().setUserId("ada");
    request.addRecipientsBuilder().setUserId(NUL);
    request.getContentBuilder().getPushBuilder().putData("link", NUL);

    assertThat(UnkeepableTexts.in(request.build()))
        .extracting(Faults.FieldViolation::field)
        .containsExactly("recipients[1].user_id", "content.push.data[0].value");
  }

  @ParameterizedTest
  @MethodSource
  void leavesToAServiceWhatItJudgesOneByOne(Message request) {
    assertThat(UnkeepableTexts.in(request)).isEmpty();
  }

  static Stream<Message> leavesToAServiceWhatItJudgesOneByOne() {
    RecordEventsRequest.Builder events = RecordEventsRequest.newBuilder();
    events.addEventsBuilder().setName(NUL);
    IdentifyBatchRequest.Builder updates = IdentifyBatchRequest.newBuilder();
    updates.addUpdatesBuilder().setUserId(NUL);
    GroupBatchRequest.Builder groups = GroupBatchRequest.newBuilder();
    groups.addCallsBuilder().setRole(NUL);
    AddRejectsRequest.Builder rejects = AddRejectsRequest.newBuilder();
    rejects.addRejectsBuilder().setReason(NUL);
    return Stream.of(
        events.build(),
        updates.build(),
        groups.build(),
        rejects.build(),
        SendRequest.newBuilder().putData(NUL, Value.newBuilder().setText(NUL).build()).build());
  }

  @Test
  void leavesAloneWhatIsNotKeptAsText() {
    assertThat(UnkeepableTexts.in(VerifyKeyRequest.newBuilder().setSecret(NUL).build())).isEmpty();
  }
}
