package io.tidings.gateway.collect;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The routes of the protocol; the short ones are the browser SDK's. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Event collection", description = "What users are and do, as the SDKs send it.")
@ApiResponse(ref = "#/components/responses/Error")
final class CollectController {
  /** One SDK sends again for ever what is answered in any other way. */
  private static final String SUCCESS = "{\"success\": true}";

  private final Collector collector;

  CollectController(Collector collector) {
    this.collector = collector;
  }

  @Operation(
      summary = "Say who a user is",
      description = "Creates or updates the user and sets the traits as attributes.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/IdentifyCall")))
  @Taken
  @Post(uris = {"/identify", "/i"})
  String identify(HttpRequest<byte[]> request) {
    return one(CallType.IDENTIFY, request);
  }

  @Operation(summary = "Say what a user did", description = "Records an event.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/TrackCall")))
  @Taken
  @Post(uris = {"/track", "/t"})
  String track(HttpRequest<byte[]> request) {
    return one(CallType.TRACK, request);
  }

  @Operation(
      summary = "Say which page a user saw",
      description = "Records the event `Page view`, adds 1 to `page_views`, moves `last_seen`.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/PageCall")))
  @Taken
  @Post(uris = {"/page", "/p"})
  String page(HttpRequest<byte[]> request) {
    return one(CallType.PAGE, request);
  }

  @Operation(
      summary = "Say which screen of an app a user saw",
      description = "Records the event `Screen view` and moves `last_seen`.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/PageCall")))
  @Taken
  @Post(uris = {"/screen", "/s"})
  String screen(HttpRequest<byte[]> request) {
    return one(CallType.SCREEN, request);
  }

  @Operation(
      summary = "Say of which company a user is part",
      description = "Creates or updates the company and makes the user a member.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/GroupCall")))
  @Taken
  @Post(uris = {"/group", "/g"})
  String group(HttpRequest<byte[]> request) {
    return one(CallType.GROUP, request);
  }

  @Operation(
      summary = "Say that an id was a user's before",
      description =
          "From here on both ids lead to one user, with everything that either had. The only call"
              + " that joins two known users.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/AliasCall")))
  @Taken
  @Post(uris = {"/alias", "/a"})
  String alias(HttpRequest<byte[]> request) {
    return one(CallType.ALIAS, request);
  }

  @Operation(
      summary = "Many calls at once",
      description =
          "A call that cannot be applied takes no other with it and does not change the answer.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/Batch")))
  @Taken
  @Post(uris = {"/batch", "/import", "/b"})
  String batch(HttpRequest<byte[]> request) {
    collector.takeBatch(request);
    return SUCCESS;
  }

  @Operation(summary = "Metrics of the browser SDK, passed over", hidden = true)
  @Post("/m")
  String metrics() {
    return SUCCESS;
  }

  private String one(CallType type, HttpRequest<byte[]> request) {
    collector.takeOne(type, request);
    return SUCCESS;
  }

  /** What all of them answer; the body is read as JSON whatever its content type says. */
  @ApiResponse(
      responseCode = "200",
      description = "Durable.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "#/components/schemas/Taken")))
  private @interface Taken {}
}
