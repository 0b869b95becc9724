package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.integration.v1.CreateWorkspaceRequest;
import io.tidings.proto.integration.v1.DisableWorkspaceRequest;
import io.tidings.proto.integration.v1.EnableWorkspaceRequest;
import io.tidings.proto.integration.v1.ListWorkspacesRequest;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc.WorkspaceServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;

/** What only the operator may do; the services see to that. */
@Controller("/v1/workspaces")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(
    name = "Workspaces",
    description =
        "Of the operator, who comes with the administrator key; the header `tidings-workspace` says"
            + " which workspace it acts in elsewhere.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class WorkspaceController {
  private final JsonCalls calls;
  private final WorkspaceServiceBlockingStub workspaces;

  WorkspaceController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.workspaces = WorkspaceServiceGrpc.newBlockingStub(channels.to("integration"));
  }

  @Operation(summary = "Make a workspace", description = "Making one that exists changes nothing.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateWorkspaceRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "It is there.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Workspace")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] createWorkspace(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CreateWorkspaceRequest.newBuilder(),
        workspace -> workspaces.createWorkspace(workspace.build()).getWorkspace());
  }

  @Operation(summary = "All workspaces")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListWorkspacesResponse")))
  @Get
  byte[] listWorkspaces(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListWorkspacesRequest.newBuilder(),
        asked -> workspaces.listWorkspaces(asked.build()));
  }

  @Operation(
      summary = "Refuse all keys of a workspace",
      description = "Within 5 s, everywhere. What it holds is kept.")
  @ApiResponse(
      responseCode = "200",
      description = "Disabled.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Workspace")))
  @Post("/{id}/disable")
  byte[] disableWorkspace(HttpRequest<?> request, String id) {
    var disabled = DisableWorkspaceRequest.newBuilder().setWorkspaceId(id).build();
    return calls.fetch(request, () -> workspaces.disableWorkspace(disabled).getWorkspace());
  }

  @Operation(summary = "Take the keys of a workspace again")
  @ApiResponse(
      responseCode = "200",
      description = "Enabled.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Workspace")))
  @Post("/{id}/enable")
  byte[] enableWorkspace(HttpRequest<?> request, String id) {
    var enabled = EnableWorkspaceRequest.newBuilder().setWorkspaceId(id).build();
    return calls.fetch(request, () -> workspaces.enableWorkspace(enabled).getWorkspace());
  }
}
