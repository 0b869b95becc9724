package io.tidings.integration.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.CreateWorkspaceRequest;
import io.tidings.proto.integration.v1.DisableWorkspaceRequest;
import io.tidings.proto.integration.v1.EnableWorkspaceRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.integration.v1.ListWorkspacesRequest;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import io.tidings.proto.integration.v1.Workspace;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc.WorkspaceServiceBlockingStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class WorkspaceServiceTest extends IntegrationTest {

  @Test
  void makesAWorkspaceOnce() {
    WorkspaceServiceBlockingStub workspaces = workspaces();
    CreateWorkspaceRequest request =
        CreateWorkspaceRequest.newBuilder().setWorkspaceId(newWorkspace()).build();
    Workspace made = workspaces.createWorkspace(request).getWorkspace();
    assertThat(made.getId()).isEqualTo(request.getWorkspaceId());
    assertThat(workspaces.createWorkspace(request).getWorkspace()).isEqualTo(made);
    assertThat(listed()).contains("default", made.getId()).isSorted();
  }

  @Test
  void aDisabledWorkspaceHasNoGoodKeyUntilItIsEnabled() {
    String workspace = workspace();
    String secret = newKey(workspace);
    KeyServiceBlockingStub holder = KeyServiceGrpc.newBlockingStub(bearing(secret));
    assertThat(codeOf(holder)).isEqualTo(Status.Code.OK);

    Workspace disabled = disable(workspace);

    assertThat(disabled.hasDisabledAt()).isTrue();
    assertThat(disable(workspace)).isEqualTo(disabled);
    assertThat(verdictOn(secret).getDisabled().getWorkspaceId()).isEqualTo(workspace);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> codeOf(holder) == Status.Code.PERMISSION_DENIED);
    Workspace enabled =
        workspaces()
            .enableWorkspace(EnableWorkspaceRequest.newBuilder().setWorkspaceId(workspace).build())
            .getWorkspace();
    assertThat(enabled.hasDisabledAt()).isFalse();
    assertThat(verdictOn(secret).getVerified().getWorkspaceId()).isEqualTo(workspace);
    await().atMost(Duration.ofSeconds(5)).until(() -> codeOf(holder) == Status.Code.OK);
  }

  @Test
  void leavesOtherWorkspacesAlone() {
    String secret = newKey(workspace());
    disable(workspace());
    assertThat(verdictOn(secret).hasVerified()).isTrue();
  }

  @Test
  void isForTheAdministratorAlone() {
    String workspace = workspace();
    WorkspaceServiceBlockingStub holder =
        WorkspaceServiceGrpc.newBlockingStub(bearing(newKey(workspace)));
    assertFault(
        Status.Code.PERMISSION_DENIED,
        () -> holder.listWorkspaces(ListWorkspacesRequest.getDefaultInstance()));
    assertFault(
        Status.Code.PERMISSION_DENIED,
        () ->
            holder.disableWorkspace(
                DisableWorkspaceRequest.newBuilder().setWorkspaceId(workspace).build()));
    assertFault(
        Status.Code.PERMISSION_DENIED,
        () ->
            WorkspaceServiceGrpc.newBlockingStub(channel(workspace))
                .enableWorkspace(
                    EnableWorkspaceRequest.newBuilder().setWorkspaceId(workspace).build()));
  }

  @Test
  void refusesNamesThatAreNoneAndKnowsNoWorkspaceThatNobodyMade() {
    for (String id : List.of("", "Shop", "shop eu", "-shop", "s".repeat(64))) {
      assertFault(
          Status.Code.INVALID_ARGUMENT,
          () ->
              workspaces()
                  .createWorkspace(CreateWorkspaceRequest.newBuilder().setWorkspaceId(id).build()));
    }
    assertFault(Status.Code.NOT_FOUND, () -> disable("nowhere"));
  }

  private WorkspaceServiceBlockingStub workspaces() {
    return WorkspaceServiceGrpc.newBlockingStub(administratorChannel());
  }

  private Workspace disable(String workspace) {
    return workspaces()
        .disableWorkspace(DisableWorkspaceRequest.newBuilder().setWorkspaceId(workspace).build())
        .getWorkspace();
  }

  private List<String> listed() {
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      var page =
          workspaces()
              .listWorkspaces(
                  ListWorkspacesRequest.newBuilder().setPageSize(2).setPageToken(token).build());
      page.getWorkspacesList().forEach(workspace -> ids.add(workspace.getId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return ids;
  }

  private String newKey(String workspace) {
    return KeyServiceGrpc.newBlockingStub(channel(workspace))
        .createKey(
            CreateKeyRequest.newBuilder().setKind(KeyKind.KEY_KIND_SECRET).setName("till").build())
        .getSecret();
  }

  private VerifyKeyResponse verdictOn(String secret) {
    return KeyServiceGrpc.newBlockingStub(channel("default"))
        .verifyKey(VerifyKeyRequest.newBuilder().setSecret(secret).build());
  }

  private static Status.Code codeOf(KeyServiceBlockingStub holder) {
    try {
      holder.listKeys(ListKeysRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static void assertFault(Status.Code code, ThrowingCallable call) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call)
        .satisfies(fault -> assertThat(fault.getStatus().getCode()).isEqualTo(code));
  }
}
