package io.tidings.integration.reject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.integration.v1.AddRejectsRequest;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListRejectsRequest;
import io.tidings.proto.integration.v1.ListRejectsResponse;
import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.integration.v1.RejectServiceGrpc;
import io.tidings.proto.integration.v1.RejectServiceGrpc.RejectServiceBlockingStub;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class RejectServiceTest extends IntegrationTest {

  @Test
  void tellsBySourceWhatWasRejectedAndWhy() {
    RejectServiceBlockingStub rejects = rejectsOf(workspace());
    Instant before = Instant.now();
    add(
        rejects,
        reject("key-1", "m-1", "event", "is missing").build(),
        reject("key-2", "m-2", "traits.age", "'old' is no number")
            .setKind(RejectKind.REJECT_KIND_VALUE)
            .build());

    List<Reject> ofOne = list(rejects, "key-1");
    assertThat(ofOne).hasSize(1);
    assertThat(ofOne.getFirst().getMessageId()).isEqualTo("m-1");
    assertThat(ofOne.getFirst().getField()).isEqualTo("event");
    assertThat(ofOne.getFirst().getReason()).isEqualTo("is missing");
    assertThat(ofOne.getFirst().getKind()).isEqualTo(RejectKind.REJECT_KIND_CALL);
    assertThat(Instant.ofEpochSecond(ofOne.getFirst().getRejectedAt().getSeconds()))
        .isBetween(before.minusSeconds(1), Instant.now());
    assertThat(list(rejects, "key-2").getFirst().getKind()).isEqualTo(RejectKind.REJECT_KIND_VALUE);
    assertThat(list(rejects, "key-3")).isEmpty();
  }

  @Test
  void pagesThroughThemTheNewestFirst() {
    RejectServiceBlockingStub rejects = rejectsOf(workspace());
    for (int i = 0; i < 4; i++) {
      add(rejects, reject("key-1", "m-" + i, "", "r").build());
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      ListRejectsResponse page =
          rejects.listRejects(
              ListRejectsRequest.newBuilder().setPageSize(2).setPageToken(token).build());
      page.getRejectsList().forEach(reject -> listed.add(reject.getMessageId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(listed).containsExactly("m-3", "m-2", "m-1", "m-0");
  }

  @Test
  void keepsWhateverIsWrong() {
    RejectServiceBlockingStub rejects = rejectsOf(workspace());
    add(
        rejects,
        reject("key-1", "\0", "traits.\0", "NUL \0, 💌, '; DROP TABLE reject; --").build(),
        reject("key-1", "m".repeat(500), "f".repeat(5_000), "r".repeat(50_000)).build(),
        Reject.getDefaultInstance());
    List<Reject> all = list(rejects, "");
    assertThat(all).hasSize(3);
    assertThat(all)
        .extracting(Reject::getReason)
        .contains("NUL \0, 💌, '; DROP TABLE reject; --", "r".repeat(1_000));
    assertThat(all).extracting(Reject::getMessageId).contains("?", "m".repeat(100));
  }

  @Test
  void takesAWholeBatchAtOnce() {
    RejectServiceBlockingStub rejects = rejectsOf(workspace());
    Reject[] many = new Reject[2_500];
    for (int i = 0; i < many.length; i++) {
      many[i] = reject("key-1", "m-" + i, "event", "is missing").build();
    }
    add(rejects, many);
    ListRejectsResponse page =
        rejects.listRejects(ListRejectsRequest.newBuilder().setPageSize(1_000).build());
    assertThat(page.getRejectsCount()).isEqualTo(1_000);
    assertThat(page.getRejects(0).getMessageId()).isEqualTo("m-2499");
  }

  @Test
  void keepsNothingThatWasOfferedInClear() throws SQLException {
    RejectServiceBlockingStub rejects = rejectsOf(workspace());
    add(rejects, reject("key-1", "m", "traits.email", "'ada.example.org' is no e-mail").build());
    assertThat(everyRow("reject"))
        .isNotEmpty()
        .noneMatch(row -> row.contains("ada.example") || row.contains("616461")); // as hex
  }

  @Test
  void forgetsWhatIsOld() {
    RejectServiceBlockingStub rejects = rejectsOf(workspace());
    add(rejects, reject("key-1", "m", "event", "is missing").build());
    bean(RejectRepository.class).forget(Instant.now().minus(Duration.ofMinutes(1)));
    assertThat(list(rejects, "key-1")).hasSize(1);
    bean(RejectRepository.class).forget(Instant.now().plus(Duration.ofMinutes(1)));
    assertThat(list(rejects, "key-1")).isEmpty();
    assertThat(bean(RejectSettings.class).retention()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void showsNothingToAnotherWorkspace() {
    add(rejectsOf(workspace()), reject("key-1", "m", "event", "is missing").build());
    assertThat(list(rejectsOf(workspace()), "key-1")).isEmpty();
    assertThat(list(rejectsOf(workspace()), "")).isEmpty();
  }

  @Test
  void onlyServicesAddAndOnlySecretKeysRead() {
    String workspace = workspace();
    RejectServiceBlockingStub server = bearer(workspace, KeyKind.KEY_KIND_SECRET);
    assertThat(list(server, "")).isEmpty();
    assertFault(
        Status.Code.PERMISSION_DENIED, () -> add(server, reject("k", "m", "f", "r").build()));
    assertFault(
        Status.Code.PERMISSION_DENIED, () -> list(bearer(workspace, KeyKind.KEY_KIND_WRITE), ""));
  }

  @Test
  void refusesPagesThatAreNone() {
    assertFault(
        Status.Code.INVALID_ARGUMENT,
        () ->
            rejectsOf(workspace())
                .listRejects(ListRejectsRequest.newBuilder().setPageToken("second").build()));
    assertFault(Status.Code.INVALID_ARGUMENT, () -> add(rejectsOf(workspace())));
  }

  private RejectServiceBlockingStub rejectsOf(String workspace) {
    return RejectServiceGrpc.newBlockingStub(channel(workspace));
  }

  private RejectServiceBlockingStub bearer(String workspace, KeyKind kind) {
    return RejectServiceGrpc.newBlockingStub(
        bearing(
            KeyServiceGrpc.newBlockingStub(channel(workspace))
                .createKey(CreateKeyRequest.newBuilder().setKind(kind).setName("k").build())
                .getSecret()));
  }

  private static Reject.Builder reject(String key, String messageId, String field, String reason) {
    return Reject.newBuilder()
        .setKeyId(key)
        .setKind(RejectKind.REJECT_KIND_CALL)
        .setMessageId(messageId)
        .setField(field)
        .setReason(reason);
  }

  private static void add(RejectServiceBlockingStub rejects, Reject... added) {
    var unused =
        rejects.addRejects(AddRejectsRequest.newBuilder().addAllRejects(List.of(added)).build());
  }

  private static List<Reject> list(RejectServiceBlockingStub rejects, String key) {
    return rejects
        .listRejects(ListRejectsRequest.newBuilder().setKeyId(key).build())
        .getRejectsList();
  }

  private static void assertFault(Status.Code code, ThrowingCallable call) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call)
        .satisfies(fault -> assertThat(fault.getStatus().getCode()).isEqualTo(code));
  }
}
