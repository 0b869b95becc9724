package io.tidings.gateway.profileapi;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import java.util.List;
import java.util.function.UnaryOperator;

/** The routes that read a profile, be it a user's or an account's. */
@Controller("/v1/spaces/{space}/collections/{collection}/profiles/{identifier}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(
    name = "Profile API",
    description =
        "One profile by any of its identifiers: of the collection `users` or of `accounts`.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class ProfileController {
  private static final int MOST_IDS = 100;

  private final Spaces spaces;
  private final List<ProfileCollection> collections;
  private final UserProfiles users;

  ProfileController(Spaces spaces, List<ProfileCollection> collections, UserProfiles users) {
    this.spaces = spaces;
    this.collections = List.copyOf(collections);
    this.users = users;
  }

  @Operation(
      summary = "Traits of a profile",
      description = "What was told of it, and the audiences that a user is in.")
  @ApiResponse(
      responseCode = "200",
      description = "At most 200, by name.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileTraits")))
  @Get("/traits")
  byte[] traits(
      HttpRequest<?> request,
      String space,
      String collection,
      String identifier,
      @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () -> {
          var profile = in(collection).find(identifier);
          var wanted = TraitClass.of(query.traitClass());
          return Traits.wanted(
                  wanted.includesTold() ? profile.told() : Traits.NONE,
                  wanted.includesAudiences() ? profile.audiences() : Traits.NONE)
              .answer(request.getPath(), query);
        });
  }

  @Operation(summary = "Everything by which a profile is known")
  @ApiResponse(
      responseCode = "200",
      description = "At most 100, by type.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileExternalIds")))
  @Get("/external_ids")
  byte[] externalIds(
      HttpRequest<?> request,
      String space,
      String collection,
      String identifier,
      @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () ->
            Part.of(
                    in(collection).find(identifier).externalIds(),
                    ExternalId::key,
                    query.after(),
                    query.limit(MOST_IDS))
                .answer(request.getPath(), ExternalId::write));
  }

  @Operation(
      summary = "Events of a user, the newest first",
      description = "An account has no events of its own.")
  @ApiResponse(
      responseCode = "200",
      description = "At most 100.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileEvents")))
  @Get("/events")
  byte[] events(
      HttpRequest<?> request,
      String space,
      String collection,
      String identifier,
      @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () -> {
          if (in(collection) != users) {
            throw new Problem(
                ErrorCode.NOT_FOUND,
                "an account has no events of its own; ask for those of the users whom its links"
                    + " name");
          }
          return users.eventsOf(identifier, query).answer(request.getPath(), UserProfiles::write);
        });
  }

  @Operation(summary = "When a profile was first and last heard of")
  @ApiResponse(
      responseCode = "200",
      description = "As of now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileMetadata")))
  @Get("/metadata")
  byte[] metadata(HttpRequest<?> request, String space, String collection, String identifier) {
    return spaces.answer(request, space, () -> in(collection).find(identifier).metadata());
  }

  @Operation(summary = "The accounts of a user, the users of an account")
  @ApiResponse(
      responseCode = "200",
      description = "At most 20.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileLinks")))
  @Get("/links")
  byte[] links(
      HttpRequest<?> request,
      String space,
      String collection,
      String identifier,
      @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () ->
            in(collection)
                .links(identifier, query)
                .answer(request.getPath(), UnaryOperator.identity()));
  }

  private ProfileCollection in(String name) {
    return collections.stream()
        .filter(collection -> collection.name().equals(name))
        .findAny()
        .orElseThrow(() ->
            new Problem(
                ErrorCode.NOT_FOUND,
                "there is no collection '" + name + "'; there are users and accounts"));
  }
}
