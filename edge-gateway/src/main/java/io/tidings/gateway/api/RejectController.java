package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.integration.v1.ListRejectsRequest;
import io.tidings.proto.integration.v1.RejectServiceGrpc;
import io.tidings.proto.integration.v1.RejectServiceGrpc.RejectServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Controller("/v1/rejects")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Rejects", description = "What was answered with success and yet could not be taken.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class RejectController {
  private final JsonCalls calls;
  private final RejectServiceBlockingStub rejects;

  RejectController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.rejects = RejectServiceGrpc.newBlockingStub(channels.to("integration"));
  }

  @Operation(
      summary = "What was rejected and why, the newest first",
      description =
          "Calls of a batch that could not be applied, and values that could not be converted to"
              + " the type of their attribute or property. Kept for 30 days.")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListRejectsResponse")))
  @Get
  byte[] listRejects(
      HttpRequest<?> request,
      @QueryValue @Parameter(description = "Id of the key that it came with; of all when absent.")
          @Nullable String key,
      @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListRejectsRequest.newBuilder().setKeyId(Objects.requireNonNullElse(key, "")),
        asked -> rejects.listRejects(asked.build()));
  }
}
