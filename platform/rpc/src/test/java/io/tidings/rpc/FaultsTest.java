package io.tidings.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.integration.v1.RevokeKeyRequest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static RunningServer server;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;

  @BeforeAll
  static void start() {
    server = new RunningServer(Map.of());
    keys = server.keys();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void namesEveryFieldThatBreaksARule() throws InvalidProtocolBufferException {
    StatusRuntimeException fault =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> keys.createKey(CreateKeyRequest.newBuilder().setKindValue(7).build()));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    BadRequest details = detailOf(fault, BadRequest.class);
    assertThat(details.getFieldViolationsList())
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactlyInAnyOrder("kind", "name");
  }

  @Test
  void saysWhatWasOfferedAndWhatIsAllowed() throws InvalidProtocolBufferException {
    StatusRuntimeException tooMany =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> keys.listKeys(ListKeysRequest.newBuilder().setPageSize(2000).build()));
    assertThat(detailOf(tooMany, BadRequest.class).getFieldViolations(0).getDescription())
        .contains("2000", "1000");
    StatusRuntimeException noId =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> keys.revokeKey(RevokeKeyRequest.newBuilder().setKeyId("seven").build()));
    assertThat(detailOf(noId, BadRequest.class).getFieldViolations(0))
        .satisfies(violation -> assertThat(violation.getField()).isEqualTo("key_id"))
        .satisfies(violation -> assertThat(violation.getDescription()).contains("'seven'", "UUID"));
  }

  @Test
  void passesOnWhatFaultsMakes() {
    assertThat(failing("not found").getStatus())
        .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND))
        .satisfies(status -> assertThat(status.getDescription()).isEqualTo("no such key"));
  }

  @Test
  void answersInvalidInputWithItsField() throws InvalidProtocolBufferException {
    StatusRuntimeException fault = failing("invalid input");
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(detailOf(fault, BadRequest.class).getFieldViolations(0).getField())
        .isEqualTo("name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pool exhausted",
        "connection broken",
        "too many connections",
        "database shut down",
        "undeclared"
      })
  void answersUnavailableWhileTheDatabaseIsAway(String failure)
      throws InvalidProtocolBufferException {
    StatusRuntimeException fault = failing(failure);
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(detailOf(fault, RetryInfo.class).getRetryDelay().getSeconds()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status of its own",
        "unavailable without retry",
        "duplicate row",
        "bug",
        "bug told to the observer",
        "error"
      })
  void answersTheUnexpectedWithNothingButAnId(String failure) {
    StatusRuntimeException fault = failing(failure);
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(fault.getStatus().getDescription())
        .matches("unexpected failure, logged as [0-9a-f]{8}");
  }

  @Test
  void sparesACallWhoseDeadlinePassed() {
    StatusRuntimeException fault =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                keys.withDeadlineAfter(-1, TimeUnit.SECONDS)
                    .listKeys(ListKeysRequest.getDefaultInstance()));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  private static StatusRuntimeException failing(String failure) {
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () ->
            keys.createKey(
                CreateKeyRequest.newBuilder()
                    .setName(failure)
                    .setKind(KeyKind.KEY_KIND_SECRET)
                    .build()));
  }

  private static <T extends com.google.protobuf.Message> T detailOf(
      StatusRuntimeException fault, Class<T> type) throws InvalidProtocolBufferException {
    for (Any any : requireNonNull(StatusProto.fromThrowable(fault)).getDetailsList()) {
      if (any.is(type)) {
        return any.unpack(type);
      }
    }
    throw new AssertionError("no %s in %s".formatted(type.getSimpleName(), fault));
  }
}
