package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.Key;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.rpc.v1.Access;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServiceChannelsTest {
  private static RunningServer server;
  private static ServiceChannels channels;

  @BeforeAll
  static void start() {
    server = new RunningServer(Map.of());
    channels = channelsTo("127.0.0.1:" + server.grpcPort(), Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    channels.close();
    server.close();
  }

  @Test
  void callsForTheWorkspaceOfTheCaller() {
    Caller.service("segment", "shop")
        .run(() ->
            assertThat(seen().getHint())
                .isEqualTo("shop ACCESS_SERVICE segment on a thread that stays"));
    new Caller("garage", Access.ACCESS_WRITE_KEY, "key-9")
        .run(() ->
            assertThat(seen().getHint())
                .isEqualTo("garage ACCESS_SERVICE segment on a thread that stays"));
  }

  @Test
  void leavesTheAdministratorAnAdministrator() {
    new Caller("shop", Access.ACCESS_ADMINISTRATOR, "administrator")
        .run(() ->
            assertThat(seen().getHint())
                .isEqualTo("shop ACCESS_ADMINISTRATOR segment on a thread that stays"));
  }

  @Test
  void carriesTheTraceOn() {
    TraceContext trace = TraceContext.begin();
    trace.run(() ->
        Caller.service("segment", "shop")
            .run(() -> assertThat(seen().getName()).isEqualTo(trace.traceId())));
  }

  @Test
  void refusesACallOfNobody() {
    assertThatThrownBy(ServiceChannelsTest::seen)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody calls");
  }

  @Test
  void namesTheSettingOfAMissingAddress() {
    assertThatThrownBy(() -> channels.to("user"))
        .hasMessage("no address of user-service; set TIDINGS_USER_GRPC to host:port");
  }

  @Test
  void givesACallTenSecondsUnlessTheCallerSaysOtherwise() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0)) {
      ServiceChannels hasty =
          channelsTo("127.0.0.1:" + deaf.getLocalPort(), Duration.ofMillis(200));
      Caller.service("segment", "shop")
          .run(() ->
              assertThatExceptionOfType(StatusRuntimeException.class)
                  .isThrownBy(() -> list(hasty))
                  .satisfies(fault ->
                      assertThat(fault.getStatus().getCode())
                          .isEqualTo(Status.Code.DEADLINE_EXCEEDED)));
      hasty.close();
    }
  }

  @Test
  void findsAServiceAgainWithinSecondsOfItsReturn() throws IOException, InterruptedException {
    int port = freePort();
    ServiceChannels persistent = channelsTo("127.0.0.1:" + port, Duration.ofSeconds(10));
    Caller nobody = Caller.service("segment", "shop");
    // Long enough away for gRPC's own pause between attempts to have grown beyond the limit below.
    await()
        .pollDelay(Duration.ofSeconds(8))
        .atMost(Duration.ofSeconds(20))
        .until(() -> nobody.call(() -> codeOf(persistent)) == Status.Code.UNAVAILABLE);

    Server returned =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port)).build().start();
    await()
        .atMost(Duration.ofMillis(2500))
        .until(() -> nobody.call(() -> codeOf(persistent)) == Status.Code.UNIMPLEMENTED);
    persistent.close();
    returned.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  @Test
  void handsOnWhatTheWorkReturnsOrThrows() throws IOException {
    Caller caller = Caller.service("segment", "shop");
    assertThat(caller.call(() -> Caller.current().workspaceId())).isEqualTo("shop");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> caller.call(ServiceChannelsTest::failing));
    assertThat(Context.current()).isEqualTo(Context.ROOT);
  }

  private static String failing() throws IOException {
    throw new IOException("disk full");
  }

  private static Key seen() {
    return KeyServiceGrpc.newBlockingStub(channels.to("integration"))
        .createKey(
            CreateKeyRequest.newBuilder().setName("x").setKind(KeyKind.KEY_KIND_SECRET).build())
        .getKey();
  }

  private static void list(ServiceChannels through) {
    KeyServiceGrpc.newBlockingStub(through.to("integration"))
        .listKeys(ListKeysRequest.getDefaultInstance());
  }

  private static Status.Code codeOf(ServiceChannels through) {
    try {
      list(through);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static ServiceChannels channelsTo(String address, Duration deadline) {
    RpcSettings settings =
        new RpcSettings(RunningServer.SECRET, null, deadline, Duration.ofMinutes(5));
    return new ServiceChannels(
        Map.of("integration", address),
        new OutgoingCalls(new InternalTokens(settings, Clock.systemUTC()), settings, "segment"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
