package io.tidings.rpc;

import static io.tidings.rpc.RunningServer.bearing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import io.tidings.proto.integration.v1.KeyServiceGrpc.KeyServiceFutureStub;
import io.tidings.proto.integration.v1.ListKeysRequest;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private final RunningServer server = new RunningServer(Map.of());
  private final KeyServiceBlockingStub keys = server.keys();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersMoreCallsThanThereAreThreads() throws Exception {
    var work = work();
    KeyServiceFutureStub calls =
        KeyServiceGrpc.newFutureStub(server.channel)
            .withInterceptors(bearing(KnownKeys.SECRET_KEY));
    var waiting = calls.listKeys(ListKeysRequest.getDefaultInstance());
    for (int i = 0; i < 99; i++) {
      waiting = calls.listKeys(ListKeysRequest.getDefaultInstance());
    }
    var another =
        CreateKeyRequest.newBuilder().setName("x").setKind(KeyKind.KEY_KIND_SECRET).build();
    assertThat(keys.withDeadlineAfter(10, TimeUnit.SECONDS).createKey(another)).isNotNull();
    work.complete("done");

    assertThat(waiting.get(10, TimeUnit.SECONDS).getNextPageToken()).isEqualTo("done");
  }

  @Test
  void answersWhatFailsAsIfItHadBeenThrown() {
    work().completeExceptionally(new SQLTransientConnectionException("timeout"));
    assertThat(codeOf(keys)).isEqualTo(Status.Code.UNAVAILABLE);

    work().complete("gone");
    assertThat(codeOf(keys)).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void whoHungUpIsNotAnswered() {
    var work = work();
    assertThat(codeOf(keys.withDeadlineAfter(100, TimeUnit.MILLISECONDS)))
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    work.complete("too late");

    assertThat(keys.listKeys(ListKeysRequest.getDefaultInstance()).getNextPageToken())
        .isEqualTo("too late");
  }

  private CompletableFuture<String> work() {
    var work = new CompletableFuture<String>();
    server.context.getBean(EchoKeys.class).work = work;
    return work;
  }

  private static Status.Code codeOf(KeyServiceBlockingStub stub) {
    return catchThrowableOfType(
            StatusRuntimeException.class, () -> stub.listKeys(ListKeysRequest.getDefaultInstance()))
        .getStatus()
        .getCode();
  }
}
