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
import io.tidings.proto.messaging.v1.BroadcastServiceGrpc;
import io.tidings.proto.messaging.v1.BroadcastServiceGrpc.BroadcastServiceBlockingStub;
import io.tidings.proto.messaging.v1.CancelBroadcastRequest;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.GetBroadcastRequest;
import io.tidings.proto.messaging.v1.ListBroadcastsRequest;
import io.tidings.rpc.ServiceChannels;
import java.util.UUID;

@Controller("/v1/broadcasts")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Broadcasts", description = "One content to a whole audience.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class BroadcastController {
  private final JsonCalls calls;
  private final BroadcastServiceBlockingStub broadcasts;

  BroadcastController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.broadcasts = BroadcastServiceGrpc.newBlockingStub(channels.to("messaging"));
  }

  @Operation(summary = "Send to everyone, to a segment, or to those who match a filter now")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateBroadcastRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "Made.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Broadcast")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] createBroadcast(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CreateBroadcastRequest.newBuilder(),
        broadcast -> broadcasts.createBroadcast(broadcast.build()).getBroadcast());
  }

  @Operation(summary = "All broadcasts")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListBroadcastsResponse")))
  @Get
  byte[] listBroadcasts(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListBroadcastsRequest.newBuilder(),
        asked -> broadcasts.listBroadcasts(asked.build()));
  }

  @Operation(summary = "One broadcast")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Broadcast")))
  @Get("/{id}")
  byte[] getBroadcast(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            broadcasts
                .getBroadcast(
                    GetBroadcastRequest.newBuilder().setBroadcastId(id.toString()).build())
                .getBroadcast());
  }

  @Operation(
      summary = "Stop a broadcast",
      description = "What no worker has taken yet is not sent.")
  @ApiResponse(
      responseCode = "200",
      description = "Stopped.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Broadcast")))
  @Post("/{id}/cancel")
  byte[] cancelBroadcast(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            broadcasts
                .cancelBroadcast(
                    CancelBroadcastRequest.newBuilder().setBroadcastId(id.toString()).build())
                .getBroadcast());
  }
}
