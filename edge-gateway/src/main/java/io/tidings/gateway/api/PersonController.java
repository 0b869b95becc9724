package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.proto.erasure.v1.Erasure;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.user.v1.EraseProfileRequest;
import io.tidings.proto.user.v1.ErasureServiceGrpc;
import io.tidings.proto.user.v1.ErasureServiceGrpc.ErasureServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.rpc.ServiceChannels;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Persons", description = "What a person may ask for: to be told, and to be forgotten.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class PersonController {
  /** Whoever keeps something of persons; the first is told of an erasure at once. */
  private static final List<String> SERVICES =
      List.of("user", "event", "segment", "messaging", "integration");

  private final JsonCalls calls;
  private final Callers callers;
  private final ServiceChannels channels;
  private final UserExport export;
  private final ErasureServiceBlockingStub erasures;

  PersonController(JsonCalls calls, Callers callers, ServiceChannels channels, UserExport export) {
    this.calls = calls;
    this.callers = callers;
    this.channels = channels;
    this.export = export;
    this.erasures = ErasureServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(
      summary = "Everything that is known of a user",
      description =
          "Profile with identifiers and devices, attributes with their times, merges, companies,"
              + " preferences, subscriptions, segments, events and sends, as one document.")
  @ApiResponse(
      responseCode = "200",
      description = "As of now.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "#/components/schemas/UserExport")))
  @Get("/users/{id}/export")
  StreamedFile exportUser(HttpRequest<?> request, String id) {
    var caller = callers.withSecretKey(request);
    return new StreamedFile(export.of(caller, user(id)), MediaType.APPLICATION_JSON_TYPE);
  }

  @Operation(
      summary = "Forget a user",
      description =
          "Everything that is kept of the user goes, in every service; what happened before and is"
              + " told later is not taken. A later call with the same id makes a new user.")
  @ApiResponse(
      responseCode = "202",
      description = "Begun; the erasure tells how far it is.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/EraseProfileResponse")))
  @Delete("/users/{id}")
  @Status(HttpStatus.ACCEPTED)
  byte[] eraseUser(HttpRequest<?> request, String id) {
    var erasure = EraseProfileRequest.newBuilder().setSelector(user(id));
    var key = request.getHeaders().get(JsonCalls.IDEMPOTENCY_KEY);
    return calls.fetch(
        request,
        () ->
            erasures.eraseProfile(
                erasure.setRequestId(Objects.requireNonNullElse(key, "")).build()));
  }

  @Operation(summary = "What each service removed of a user who was to be forgotten, and when")
  @ApiResponse(
      responseCode = "200",
      description = "As of now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Erasure")))
  @Get("/erasures/{id}")
  byte[] getErasure(HttpRequest<?> request, UUID id) {
    return calls.fetch(request, () -> erasure(id));
  }

  private Erasure erasure(UUID id) {
    var question = GetErasureReportRequest.newBuilder().setErasureId(id.toString()).build();
    var erasure = Erasure.newBuilder().setId(id.toString()).setComplete(true);
    for (var service : SERVICES) {
      var answer =
          ErasureReportServiceGrpc.newBlockingStub(channels.to(service)).getErasureReport(question);
      var told = erasure.addServicesBuilder().setService(service);
      if (answer.hasReport()) {
        told.setReport(answer.getReport());
      } else if (service.equals(SERVICES.getFirst())) {
        throw new Problem(ErrorCode.NOT_FOUND, "the workspace has no erasure " + id);
      } else {
        erasure.setComplete(false);
      }
    }
    return erasure.build();
  }

  private static ProfileSelector user(String userId) {
    return ProfileSelector.newBuilder().setUserId(userId).build();
  }
}
