package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
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
import io.tidings.proto.integration.v1.ConnectSourceRequest;
import io.tidings.proto.integration.v1.DisconnectSourceRequest;
import io.tidings.proto.integration.v1.ListSourceTypesRequest;
import io.tidings.proto.integration.v1.ListSourcesRequest;
import io.tidings.proto.integration.v1.SourceServiceGrpc;
import io.tidings.proto.integration.v1.SourceServiceGrpc.SourceServiceBlockingStub;
import io.tidings.proto.integration.v1.UpdateSourceRequest;
import io.tidings.rpc.ServiceChannels;
import java.util.UUID;

@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Sources", description = "The services whose webhooks a workspace takes.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class SourceController {
  private final JsonCalls calls;
  private final SourceServiceBlockingStub sources;

  SourceController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.sources = SourceServiceGrpc.newBlockingStub(channels.to("integration"));
  }

  @Operation(summary = "The services that can be connected, with the settings that each needs")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListSourceTypesResponse")))
  @Get("/source-types")
  byte[] listSourceTypes(HttpRequest<?> request, @RequestBean Page page) {
    return calls.fetch(
        request,
        () ->
            sources.listSourceTypes(
                ListSourceTypesRequest.newBuilder()
                    .setPageSize(page.pageSize())
                    .setPageToken(page.pageToken())
                    .build()));
  }

  @Operation(
      summary = "Connect a service",
      description = "`path` of the answer is where the service is to send its webhooks.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/ConnectSourceRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "Connected.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Source")))
  @Post("/sources")
  @Status(HttpStatus.CREATED)
  byte[] connectSource(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        ConnectSourceRequest.newBuilder(),
        source -> sources.connectSource(source.build()).getSource());
  }

  @Operation(summary = "The connected services, the oldest first")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListSourcesResponse")))
  @Get("/sources")
  byte[] listSources(HttpRequest<?> request, @RequestBean Page page) {
    return calls.fetch(
        request,
        () ->
            sources.listSources(
                ListSourcesRequest.newBuilder()
                    .setPageSize(page.pageSize())
                    .setPageToken(page.pageToken())
                    .build()));
  }

  @Operation(
      summary = "Replace the settings of a connection",
      description = "A secret setting that is left out stays.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/UpdateSourceRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Source")))
  @Put("/sources/{id}")
  byte[] updateSource(HttpRequest<byte[]> request, UUID id) {
    return calls.send(
        request,
        UpdateSourceRequest.newBuilder().setSourceId(id.toString()),
        source -> sources.updateSource(source.build()).getSource());
  }

  @Operation(summary = "End a connection", description = "Its address answers 404 from now on.")
  @ApiResponse(
      responseCode = "200",
      description = "Ended.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/DisconnectSourceResponse")))
  @Delete("/sources/{id}")
  byte[] disconnectSource(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            sources.disconnectSource(
                DisconnectSourceRequest.newBuilder().setSourceId(id.toString()).build()));
  }
}
