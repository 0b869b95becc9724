package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.textOrNull;

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
import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The routes that read a user's profile. */
@Controller("/v1/spaces/{space}/collections/users/profiles/{identifier}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Profile API", description = "One profile, by any of its identifiers.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class ProfileController {
  private static final int MOST_IDS = 100;

  private final Spaces spaces;
  private final UserProfiles users;
  private final AccountProfiles accounts;

  ProfileController(Spaces spaces, UserProfiles users, AccountProfiles accounts) {
    this.spaces = spaces;
    this.users = users;
    this.accounts = accounts;
  }

  @Operation(
      summary = "Traits of a user",
      description = "What was told of the user, and the audiences that the user is in.")
  @ApiResponse(
      responseCode = "200",
      description = "At most 200, by name.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileTraits")))
  @Get("/traits")
  byte[] traits(
      HttpRequest<?> request, String space, String identifier, @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () -> {
          var user = users.find(Spaces.user(identifier));
          var wanted = TraitClass.of(query.traitClass());
          return Traits.wanted(
                  wanted.includesTold() ? user.attributes() : Traits.NONE,
                  wanted.includesAudiences()
                      ? UserProfile.audiences(users.segmentsOf(user))
                      : Traits.NONE)
              .answer(request.getPath(), query);
        });
  }

  @Operation(summary = "Everything by which a user is known")
  @ApiResponse(
      responseCode = "200",
      description = "At most 100, by type.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileExternalIds")))
  @Get("/external_ids")
  byte[] externalIds(
      HttpRequest<?> request, String space, String identifier, @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () ->
            Part.of(
                    users.find(Spaces.user(identifier)).externalIds(),
                    ExternalId::key,
                    query.after(),
                    query.limit(MOST_IDS))
                .answer(request.getPath(), ExternalId::write));
  }

  @Operation(summary = "Events of a user, the newest first")
  @ApiResponse(
      responseCode = "200",
      description = "At most 100.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileEvents")))
  @Get("/events")
  byte[] events(
      HttpRequest<?> request, String space, String identifier, @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () ->
            users
                .eventsOf(users.find(Spaces.user(identifier)), query)
                .answer(request.getPath(), UserProfiles::write));
  }

  @Operation(summary = "When a user was first and last heard of")
  @ApiResponse(
      responseCode = "200",
      description = "As of now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileMetadata")))
  @Get("/metadata")
  byte[] metadata(HttpRequest<?> request, String space, String identifier) {
    return spaces.answer(request, space, () -> metadata(users.find(Spaces.user(identifier))));
  }

  @Operation(summary = "The accounts that a user belongs to")
  @ApiResponse(
      responseCode = "200",
      description = "At most 20.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileLinks")))
  @Get("/links")
  byte[] links(
      HttpRequest<?> request, String space, String identifier, @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () ->
            accounts
                .accountsOf(Spaces.user(identifier), query)
                .answer(request.getPath(), UnaryOperator.identity()));
  }

  private Map<String, Value> metadata(UserProfile user) {
    var span = users.spanOf(user);
    var members = new LinkedHashMap<String, Value>();
    members.put("created_at", Trait.time(user.profile().getCreatedAt()));
    members.put("updated_at", Trait.time(user.profile().getUpdatedAt()));
    members.put("first_message_id", textOrNull(span.getFirstMessageId()));
    members.put("last_message_id", textOrNull(span.getLastMessageId()));
    return Map.of("metadata", object(members));
  }
}
