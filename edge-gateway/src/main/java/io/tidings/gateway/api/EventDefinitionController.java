package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.event.v1.ChangePropertyTypeRequest;
import io.tidings.proto.event.v1.DefineEventRequest;
import io.tidings.proto.event.v1.EventDefinitionServiceGrpc;
import io.tidings.proto.event.v1.EventDefinitionServiceGrpc.EventDefinitionServiceBlockingStub;
import io.tidings.proto.event.v1.ListEventDefinitionsRequest;
import io.tidings.proto.event.v1.ListEventPropertiesRequest;
import io.tidings.rpc.ServiceChannels;

@Controller("/v1/event-definitions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(
    name = "Event definitions",
    description = "Which events there are and which types their properties have.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class EventDefinitionController {
  private final JsonCalls calls;
  private final EventDefinitionServiceBlockingStub definitions;

  EventDefinitionController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.definitions = EventDefinitionServiceGrpc.newBlockingStub(channels.to("event"));
  }

  @Operation(
      summary = "Define an event and properties of it before it happens",
      description = "What is defined stays; repeating it changes nothing.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/DefineEventRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "It is defined.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/EventDefinition")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] defineEvent(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        DefineEventRequest.newBuilder(),
        event -> definitions.defineEvent(event.build()).getEvent());
  }

  @Operation(summary = "All events that are defined, by name")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content =
          @Content(schema = @Schema(ref = "#/components/schemas/ListEventDefinitionsResponse")))
  @Get
  byte[] listEventDefinitions(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListEventDefinitionsRequest.newBuilder(),
        asked -> definitions.listEventDefinitions(asked.build()));
  }

  @Operation(summary = "The properties of one event, by name")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content =
          @Content(schema = @Schema(ref = "#/components/schemas/ListEventPropertiesResponse")))
  @Get("/properties")
  byte[] listEventProperties(
      HttpRequest<?> request,
      @QueryValue @Parameter(description = "The event's name.") String event,
      @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListEventPropertiesRequest.newBuilder().setEvent(event),
        asked -> definitions.listEventProperties(asked.build()));
  }

  @Operation(
      summary = "Give a property another type",
      description = "Holds for new values at once; what is recorded stays as it was.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/ChangePropertyTypeRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/EventProperty")))
  @Put("/properties")
  byte[] changePropertyType(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        ChangePropertyTypeRequest.newBuilder(),
        change -> definitions.changePropertyType(change.build()).getProperty());
  }
}
