package io.tidings.integration.workspace;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.CreateWorkspaceRequest;
import io.tidings.proto.integration.v1.CreateWorkspaceResponse;
import io.tidings.proto.integration.v1.DisableWorkspaceRequest;
import io.tidings.proto.integration.v1.DisableWorkspaceResponse;
import io.tidings.proto.integration.v1.EnableWorkspaceRequest;
import io.tidings.proto.integration.v1.EnableWorkspaceResponse;
import io.tidings.proto.integration.v1.ListWorkspacesRequest;
import io.tidings.proto.integration.v1.ListWorkspacesResponse;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** {@code tidings.integration.v1.WorkspaceService}. */
@Singleton
final class WorkspaceGrpcEndpoint extends WorkspaceServiceGrpc.WorkspaceServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final Workspaces workspaces;

  WorkspaceGrpcEndpoint(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  @Override
  public void createWorkspace(
      CreateWorkspaceRequest request, StreamObserver<CreateWorkspaceResponse> observer) {
    Workspace made = workspaces.make(request.getWorkspaceId());
    observer.onNext(CreateWorkspaceResponse.newBuilder().setWorkspace(wire(made)).build());
    observer.onCompleted();
  }

  @Override
  public void listWorkspaces(
      ListWorkspacesRequest request, StreamObserver<ListWorkspacesResponse> observer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    List<Workspace> page = workspaces.list(request.getPageToken(), size);
    ListWorkspacesResponse.Builder response = ListWorkspacesResponse.newBuilder();
    page.forEach(workspace -> response.addWorkspaces(wire(workspace)));
    if (page.size() == size) {
      response.setNextPageToken(page.getLast().id());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void disableWorkspace(
      DisableWorkspaceRequest request, StreamObserver<DisableWorkspaceResponse> observer) {
    Workspace disabled = setDisabled(request.getWorkspaceId(), true);
    observer.onNext(DisableWorkspaceResponse.newBuilder().setWorkspace(wire(disabled)).build());
    observer.onCompleted();
  }

  @Override
  public void enableWorkspace(
      EnableWorkspaceRequest request, StreamObserver<EnableWorkspaceResponse> observer) {
    Workspace enabled = setDisabled(request.getWorkspaceId(), false);
    observer.onNext(EnableWorkspaceResponse.newBuilder().setWorkspace(wire(enabled)).build());
    observer.onCompleted();
  }

  private Workspace setDisabled(String id, boolean disabled) {
    return workspaces
        .setDisabled(id, disabled)
        .orElseThrow(() -> Faults.notFound("no workspace '%s'".formatted(id)));
  }

  private static io.tidings.proto.integration.v1.Workspace wire(Workspace workspace) {
    io.tidings.proto.integration.v1.Workspace.Builder wire =
        io.tidings.proto.integration.v1.Workspace.newBuilder()
            .setId(workspace.id())
            .setCreatedAt(wire(workspace.createdAt()));
    if (workspace.disabledAt() != null) {
      wire.setDisabledAt(wire(workspace.disabledAt()));
    }
    return wire.build();
  }

  private static Timestamp wire(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
