package io.tidings.integration.workspace;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.CreateWorkspaceRequest;
import io.tidings.proto.integration.v1.CreateWorkspaceResponse;
import io.tidings.proto.integration.v1.ListWorkspacesRequest;
import io.tidings.proto.integration.v1.ListWorkspacesResponse;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc;
import jakarta.inject.Singleton;
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

  private static io.tidings.proto.integration.v1.Workspace wire(Workspace workspace) {
    return io.tidings.proto.integration.v1.Workspace.newBuilder()
        .setId(workspace.id())
        .setCreatedAt(
            Timestamp.newBuilder()
                .setSeconds(workspace.createdAt().getEpochSecond())
                .setNanos(workspace.createdAt().getNano()))
        .build();
  }
}
