package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.integration.v1.ClaimServiceGrpc;
import io.tidings.proto.integration.v1.ClaimServiceGrpc.ClaimServiceBlockingStub;
import io.tidings.proto.integration.v1.GetClaimSettingsRequest;
import io.tidings.proto.integration.v1.UpdateClaimSettingsRequest;
import io.tidings.rpc.ServiceChannels;

@Controller("/v1/claim-settings")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Claims", description = "What proves which user a browser is.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class ClaimController {
  private final JsonCalls calls;
  private final ClaimServiceBlockingStub claims;

  ClaimController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.claims = ClaimServiceGrpc.newBlockingStub(channels.to("integration"));
  }

  @Operation(summary = "What a browser has to prove")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ClaimSettings")))
  @Get
  byte[] getClaimSettings(HttpRequest<?> request) {
    return calls.fetch(
        request,
        () -> claims.getClaimSettings(GetClaimSettingsRequest.getDefaultInstance()).getSettings());
  }

  @Operation(
      summary = "Change what a browser has to prove",
      description = "A secret or a key that is left out stays.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/UpdateClaimSettingsRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ClaimSettings")))
  @Put
  byte[] updateClaimSettings(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        UpdateClaimSettingsRequest.newBuilder(),
        settings -> claims.updateClaimSettings(settings.build()).getSettings());
  }
}
