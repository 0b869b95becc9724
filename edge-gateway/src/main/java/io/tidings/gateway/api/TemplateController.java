package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
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
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.GetTemplateRequest;
import io.tidings.proto.messaging.v1.ListTemplatesRequest;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc.TemplateServiceBlockingStub;
import io.tidings.proto.messaging.v1.UpdateTemplateRequest;
import io.tidings.rpc.ServiceChannels;
import java.util.UUID;

@Controller("/v1/templates")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Templates", description = "Content in Liquid that sends name.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class TemplateController {
  private final JsonCalls calls;
  private final TemplateServiceBlockingStub templates;

  TemplateController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.templates = TemplateServiceGrpc.newBlockingStub(channels.to("messaging"));
  }

  @Operation(summary = "Make a template")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateTemplateRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "Made.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Template")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] createTemplate(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CreateTemplateRequest.newBuilder(),
        template -> templates.createTemplate(template.build()).getTemplate());
  }

  @Operation(summary = "Replace the content of a template, as its next version")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/UpdateTemplateRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Replaced.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Template")))
  @Put("/{id}")
  byte[] updateTemplate(HttpRequest<byte[]> request, UUID id) {
    return calls.send(
        request,
        UpdateTemplateRequest.newBuilder().setTemplateId(id.toString()),
        template -> templates.updateTemplate(template.build()).getTemplate());
  }

  @Operation(summary = "All templates")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListTemplatesResponse")))
  @Get
  byte[] listTemplates(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListTemplatesRequest.newBuilder(),
        asked -> templates.listTemplates(asked.build()));
  }

  @Operation(summary = "One template")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Template")))
  @Get("/{id}")
  byte[] getTemplate(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            templates
                .getTemplate(GetTemplateRequest.newBuilder().setTemplateId(id.toString()).build())
                .getTemplate());
  }
}
