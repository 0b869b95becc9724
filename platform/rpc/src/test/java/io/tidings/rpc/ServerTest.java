package io.tidings.rpc;

import static io.tidings.rpc.RunningServer.bearing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerTest {
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = new RunningServer(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tellsItsHealthToAnyone() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(server.channel);
    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThat(
            health
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService("tidings.integration.v1.KeyService")
                        .build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () -> health.check(HealthCheckRequest.newBuilder().setService("tidings.Moon").build()))
        .satisfies(
            fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void isNotReadyWhileSomethingItNeedsIsAway() {
    FailingIndicator indicator = server.context.getBean(FailingIndicator.class);
    indicator.down = true;
    try {
      assertThat(
              HealthGrpc.newBlockingStub(server.channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.NOT_SERVING);
    } finally {
      indicator.down = false;
    }
  }

  @Test
  void describesItselfToAnyone() throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> question =
        ServerReflectionGrpc.newStub(server.channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    question.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    question.onCompleted();
    assertThat(answer.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains("tidings.integration.v1.KeyService", "grpc.health.v1.Health");
  }

  @Test
  void countsCallsByMethodAndStatus() throws IOException, InterruptedException {
    KeyServiceGrpc.newBlockingStub(server.channel)
        .withInterceptors(bearing(KnownKeys.SECRET_KEY))
        .createKey(
            CreateKeyRequest.newBuilder().setName("x").setKind(KeyKind.KEY_KIND_SECRET).build());
    assertThat(get("/prometheus"))
        .containsPattern(
            "grpc_server_processing_duration_seconds_count\\{[^}]*method=\"CreateKey\"[^}]*statusCode=\"OK\"");
    assertThat(get("/health/readiness")).contains("\"status\":\"UP\"");
  }

  @Test
  void continuesTheCallersTrace() {
    Metadata headers = new Metadata();
    headers.put(Headers.TRACEPARENT, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    String trace =
        KeyServiceGrpc.newBlockingStub(server.channel)
            .withInterceptors(bearing(KnownKeys.SECRET_KEY, headers))
            .createKey(
                CreateKeyRequest.newBuilder().setName("x").setKind(KeyKind.KEY_KIND_SECRET).build())
            .getKey()
            .getName();
    assertThat(trace).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void refusesToStartWithoutAGoodSecret() {
    assertThatThrownBy(() -> new RunningServer(Map.of("tidings.internal-secret", "short")))
        .rootCause()
        .hasMessageContaining("TIDINGS_INTERNAL_SECRET has 5 characters, it must have at least 32");
  }

  @Test
  void refusesToStartWithAMethodThatSaysNotWhoMayCallIt() {
    assertThatThrownBy(() -> new RunningServer(Map.of("spec.silent-endpoint", true)))
        .rootCause()
        .hasMessageContaining("silent.Service/Call does not say who may call it");
  }

  static MethodDescriptor<Empty, Empty> silentMethod() {
    return MethodDescriptor.<Empty, Empty>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("silent.Service/Call")
        .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
        .build();
  }

  private static String get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:%d%s".formatted(server.httpPort, path)))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
