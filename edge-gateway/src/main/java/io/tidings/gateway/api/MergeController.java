package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.user.v1.AliasProfileRequest;
import io.tidings.proto.user.v1.ListMergesRequest;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;
import org.jspecify.annotations.Nullable;

@Controller("/v1/merges")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Merges", description = "Which profiles turned out to be one user.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class MergeController {
  private final JsonCalls calls;
  private final ProfileServiceBlockingStub profiles;

  MergeController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(
      summary = "Say that an id was a user's before",
      description =
          "From here on both ids lead to the user, with everything that either had. It cannot be"
              + " taken back; repeating it changes nothing.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/AliasProfileRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "The user as it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Profile")))
  @Post
  byte[] aliasProfile(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        AliasProfileRequest.newBuilder(),
        alias -> profiles.aliasProfile(alias.build()).getProfile());
  }

  @Operation(summary = "Which profiles became part of others, the latest first")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListMergesResponse")))
  @Get
  byte[] listMerges(
      HttpRequest<?> request,
      @QueryValue @Parameter(description = "Those of this user only.") @Nullable String userId,
      @RequestBean Page page) {
    var merges = ListMergesRequest.newBuilder();
    if (userId != null) {
      merges.getSelectorBuilder().setUserId(userId);
    }
    return calls.list(request, page, merges, asked -> profiles.listMerges(asked.build()));
  }
}
