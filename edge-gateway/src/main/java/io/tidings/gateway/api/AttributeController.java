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
import io.tidings.gateway.answer.Problem;
import io.tidings.proto.user.v1.AttributeServiceGrpc;
import io.tidings.proto.user.v1.AttributeServiceGrpc.AttributeServiceBlockingStub;
import io.tidings.proto.user.v1.AttributeSubject;
import io.tidings.proto.user.v1.ChangeAttributeTypeRequest;
import io.tidings.proto.user.v1.DefineAttributeRequest;
import io.tidings.proto.user.v1.ListAttributesRequest;
import io.tidings.proto.user.v1.PreviewAttributeTypeRequest;
import io.tidings.rpc.ServiceChannels;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

@Controller("/v1/attributes")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Attributes", description = "Which type each attribute of users and companies has.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class AttributeController {
  /** A preview reads everybody. */
  private static final long PREVIEW_MINUTES = 10;

  private final JsonCalls calls;
  private final AttributeServiceBlockingStub attributes;

  AttributeController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.attributes = AttributeServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(
      summary = "Define an attribute ahead of its values",
      description = "Of users where no `subject` is given. Repeating it changes nothing.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/DefineAttributeRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "It is defined.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Attribute")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] defineAttribute(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        DefineAttributeRequest.newBuilder().setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_USER),
        attribute -> attributes.defineAttribute(attribute.build()).getAttribute());
  }

  @Operation(summary = "All attributes that are defined, by name")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListAttributesResponse")))
  @Get
  byte[] listAttributes(
      HttpRequest<?> request,
      @QueryValue @Parameter(description = "`user` or `company`; `user` when absent.")
          @Nullable String subject,
      @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListAttributesRequest.newBuilder().setSubject(subject(subject)),
        asked -> attributes.listAttributes(asked.build()));
  }

  @Operation(
      summary = "What a change of a type would meet",
      description = "Changes nothing. Reads everybody: a minute or so for a million users.")
  @RequestBody(
      content =
          @Content(schema = @Schema(ref = "#/components/schemas/PreviewAttributeTypeRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "As of now.",
      content =
          @Content(schema = @Schema(ref = "#/components/schemas/PreviewAttributeTypeResponse")))
  @Post("/preview")
  byte[] previewAttributeType(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        PreviewAttributeTypeRequest.newBuilder()
            .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_USER),
        change ->
            attributes
                .withDeadlineAfter(PREVIEW_MINUTES, TimeUnit.MINUTES)
                .previewAttributeType(change.build()));
  }

  @Operation(
      summary = "Give an attribute another type",
      description =
          "Holds for new values at once. Those that are held are converted in the background; one"
              + " that cannot be stays as it is until it is next set.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/ChangeAttributeTypeRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Attribute")))
  @Put
  byte[] changeAttributeType(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        ChangeAttributeTypeRequest.newBuilder().setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_USER),
        change -> attributes.changeAttributeType(change.build()).getAttribute());
  }

  private static AttributeSubject subject(@Nullable String subject) {
    return switch (subject) {
      case null -> AttributeSubject.ATTRIBUTE_SUBJECT_USER;
      case "user" -> AttributeSubject.ATTRIBUTE_SUBJECT_USER;
      case "company" -> AttributeSubject.ATTRIBUTE_SUBJECT_COMPANY;
      default ->
          throw Problem.invalid("subject", "is '" + subject + "'; allowed are user, company");
    };
  }
}
