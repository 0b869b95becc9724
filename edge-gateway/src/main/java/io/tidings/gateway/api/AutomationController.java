package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
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
import io.tidings.proto.messaging.v1.AutomationServiceGrpc;
import io.tidings.proto.messaging.v1.AutomationServiceGrpc.AutomationServiceBlockingStub;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.GetAutomationRequest;
import io.tidings.proto.messaging.v1.ListAutomationsRequest;
import io.tidings.proto.messaging.v1.SetAutomationEnabledRequest;
import io.tidings.rpc.ServiceChannels;
import java.util.UUID;

@Controller("/v1/automations")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Automations", description = "When a user enters a segment, send.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class AutomationController {
  private final JsonCalls calls;
  private final AutomationServiceBlockingStub automations;

  AutomationController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.automations = AutomationServiceGrpc.newBlockingStub(channels.to("messaging"));
  }

  @Operation(summary = "Send a template to whoever enters a segment")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateAutomationRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "Made.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Automation")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] createAutomation(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CreateAutomationRequest.newBuilder(),
        automation -> automations.createAutomation(automation.build()).getAutomation());
  }

  @Operation(summary = "All automations")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListAutomationsResponse")))
  @Get
  byte[] listAutomations(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListAutomationsRequest.newBuilder(),
        asked -> automations.listAutomations(asked.build()));
  }

  @Operation(summary = "One automation")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Automation")))
  @Get("/{id}")
  byte[] getAutomation(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            automations
                .getAutomation(
                    GetAutomationRequest.newBuilder().setAutomationId(id.toString()).build())
                .getAutomation());
  }

  @Operation(summary = "Turn an automation on or off")
  @RequestBody(
      content =
          @Content(schema = @Schema(ref = "#/components/schemas/SetAutomationEnabledRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Turned.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Automation")))
  @Patch("/{id}")
  byte[] setAutomationEnabled(HttpRequest<byte[]> request, UUID id) {
    return calls.send(
        request,
        SetAutomationEnabledRequest.newBuilder().setAutomationId(id.toString()),
        setting -> automations.setAutomationEnabled(setting.build()).getAutomation());
  }
}
