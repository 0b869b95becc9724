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
import java.util.function.UnaryOperator;

/** The routes that read an account's profile. Events are of users, whom its links name. */
@Controller("/v1/spaces/{space}/collections/accounts/profiles/{identifier}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Profile API", description = "One profile, by any of its identifiers.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class AccountProfileController {
  private static final int MOST_IDS = 100;

  private final Spaces spaces;
  private final AccountProfiles accounts;

  AccountProfileController(Spaces spaces, AccountProfiles accounts) {
    this.spaces = spaces;
    this.accounts = accounts;
  }

  @Operation(summary = "Traits of an account")
  @ApiResponse(
      responseCode = "200",
      description = "At most 200, by name.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileTraits")))
  @Get("/traits")
  byte[] accountTraits(
      HttpRequest<?> request, String space, String identifier, @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () -> {
          var account = accounts.find(Spaces.account(identifier));
          var told =
              TraitClass.of(query.traitClass()).includesTold()
                  ? AccountProfiles.traits(account)
                  : Traits.NONE;
          return Traits.wanted(told, Traits.NONE).answer(request.getPath(), query);
        });
  }

  @Operation(summary = "Everything by which an account is known")
  @ApiResponse(
      responseCode = "200",
      description = "At most 100, by type.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileExternalIds")))
  @Get("/external_ids")
  byte[] accountExternalIds(
      HttpRequest<?> request, String space, String identifier, @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () ->
            Part.of(
                    AccountProfiles.externalIds(accounts.find(Spaces.account(identifier))),
                    ExternalId::key,
                    query.after(),
                    query.limit(MOST_IDS))
                .answer(request.getPath(), ExternalId::write));
  }

  @Operation(summary = "When an account was first and last heard of")
  @ApiResponse(
      responseCode = "200",
      description = "As of now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileMetadata")))
  @Get("/metadata")
  byte[] accountMetadata(HttpRequest<?> request, String space, String identifier) {
    return spaces.answer(
        request, space, () -> AccountProfiles.metadata(accounts.find(Spaces.account(identifier))));
  }

  @Operation(summary = "The users of an account")
  @ApiResponse(
      responseCode = "200",
      description = "At most 20.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ProfileLinks")))
  @Get("/links")
  byte[] accountLinks(
      HttpRequest<?> request, String space, String identifier, @RequestBean ProfileQuery query) {
    return spaces.answer(
        request,
        space,
        () ->
            accounts
                .usersOf(Spaces.account(identifier), query)
                .answer(request.getPath(), UnaryOperator.identity()));
  }
}
