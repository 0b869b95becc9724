package io.tidings.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.integration.v1.AddRejectsRequest;
import io.tidings.proto.integration.v1.ConnectDestinationRequest;
import io.tidings.proto.integration.v1.ConnectSourceRequest;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.DestinationServiceGrpc;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListImportsRequest;
import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectServiceGrpc;
import io.tidings.proto.integration.v1.SourceServiceGrpc;
import io.tidings.testing.SealedColumnKeys;
import io.tidings.testing.WorkspaceIsolation;
import io.tidings.testing.WorkspaceIsolation.Contents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class IsolationTest extends IntegrationTest {

  @Test
  void sealsAnewAlongPrimaryKeys() {
    SealedColumnKeys.check(requireNonNull(application));
  }

  @Test
  void noMethodReachesIntoAnotherWorkspace() {
    String workspace = workspace();
    var key =
        KeyServiceGrpc.newBlockingStub(channel(workspace))
            .createKey(
                CreateKeyRequest.newBuilder()
                    .setKind(KeyKind.KEY_KIND_WRITE)
                    .setName("only-here")
                    .build());
    var destination =
        DestinationServiceGrpc.newBlockingStub(channel(workspace))
            .connectDestination(
                ConnectDestinationRequest.newBuilder()
                    .setType("webhook")
                    .setName("only-here")
                    .putSettings("url", "https://only-here.example/hook")
                    .putSettings("signing_secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                    .build())
            .getDestination();
    var source =
        SourceServiceGrpc.newBlockingStub(channel(workspace))
            .connectSource(
                ConnectSourceRequest.newBuilder()
                    .setType("stripe")
                    .setName("only-here")
                    .putSettings("signing_secret", "whsec_of-only-here")
                    .build())
            .getSource();
    var unused =
        RejectServiceGrpc.newBlockingStub(channel(workspace))
            .addRejects(
                AddRejectsRequest.newBuilder()
                    .addRejects(
                        Reject.newBuilder()
                            .setKeyId(key.getKey().getId())
                            .setReason("only-here is no number"))
                    .build());
    assertThatThrownBy(() -> upload(workspace, "only-here,plan\n")).hasMessageContaining("'id'");
    var imported =
        ImportServiceGrpc.newBlockingStub(channel(workspace))
            .listImports(ListImportsRequest.getDefaultInstance())
            .getImports(0);
    new WorkspaceIsolation(
            requireNonNull(application).getBeansOfType(BindableService.class), this::channel)
        .check(
            workspace,
            workspace(),
            new Contents(
                Map.of(
                    "key_id",
                    key.getKey().getId(),
                    "destination_id",
                    destination.getId(),
                    "source_id",
                    source.getId(),
                    "connection_id",
                    source.getId(),
                    "UpdateKeyRequest.name",
                    "renamed",
                    "type",
                    "webhook",
                    "import_id",
                    imported.getId()),
                List.of(
                    "only-here",
                    key.getKey().getId(),
                    destination.getId(),
                    source.getId(),
                    imported.getId()),
                List.of(
                    "ListKeys", "ListDestinations", "ListSources", "ListRejects", "ListImports")));
  }

  /** A file that is refused, and on record for what it is. */
  private void upload(String workspace, String file) throws Exception {
    var call = ImportServiceGrpc.newBlockingV2Stub(channel(workspace)).importUsers();
    call.write(ImportUsersRequest.newBuilder().setChunk(ByteString.copyFromUtf8(file)).build());
    call.halfClose();
    call.read();
  }
}
