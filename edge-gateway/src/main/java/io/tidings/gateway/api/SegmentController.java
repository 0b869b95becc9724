package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.DeleteSegmentRequest;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.ListSegmentsRequest;
import io.tidings.proto.segment.v1.PreviewSegmentRequest;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.segment.v1.UpdateSegmentRequest;
import io.tidings.rpc.ServiceChannels;
import java.util.UUID;

@Controller("/v1/segments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Segments", description = "Which users are alike, kept true live.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class SegmentController {
  private final JsonCalls calls;
  private final SegmentServiceBlockingStub segments;

  SegmentController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.segments = SegmentServiceGrpc.newBlockingStub(channels.to("segment"));
  }

  @Operation(summary = "Define a segment")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateSegmentRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "Made.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Segment")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] createSegment(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CreateSegmentRequest.newBuilder(),
        segment -> segments.createSegment(segment.build()).getSegment());
  }

  @Operation(summary = "Change a segment; what is left out stays")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/UpdateSegmentRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Segment")))
  @Patch("/{id}")
  byte[] updateSegment(HttpRequest<byte[]> request, UUID id) {
    return calls.send(
        request,
        UpdateSegmentRequest.newBuilder().setSegmentId(id.toString()),
        segment -> segments.updateSegment(segment.build()).getSegment());
  }

  @Operation(summary = "All segments")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListSegmentsResponse")))
  @Get
  byte[] listSegments(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListSegmentsRequest.newBuilder(),
        asked -> segments.listSegments(asked.build()));
  }

  @Operation(summary = "One segment")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Segment")))
  @Get("/{id}")
  byte[] getSegment(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            segments
                .getSegment(GetSegmentRequest.newBuilder().setSegmentId(id.toString()).build())
                .getSegment());
  }

  @Operation(summary = "Delete a segment")
  @ApiResponse(responseCode = "200", description = "Deleted.")
  @Delete("/{id}")
  byte[] deleteSegment(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            segments.deleteSegment(
                DeleteSegmentRequest.newBuilder().setSegmentId(id.toString()).build()));
  }

  @Operation(summary = "Count whom a definition would have, and keep nothing")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/PreviewSegmentRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "As of now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/PreviewSegmentResponse")))
  @Post("/preview")
  byte[] previewSegment(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        PreviewSegmentRequest.newBuilder(),
        definition -> segments.previewSegment(definition.build()));
  }
}
