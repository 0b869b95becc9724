package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;

@Controller("/v1/users")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Users", description = "Who the customers are and what is known of them.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class UserController {
  private final JsonCalls calls;
  private final ProfileServiceBlockingStub profiles;

  UserController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(
      summary = "One user",
      description = "By the id that the customer gave, with all attributes and devices.")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Profile")))
  @Get("/{id}")
  byte[] getUser(HttpRequest<?> request, String id) {
    var selector = ProfileSelector.newBuilder().setUserId(id);
    return calls.fetch(
        request,
        () ->
            profiles
                .getProfile(GetProfileRequest.newBuilder().setSelector(selector).build())
                .getProfile());
  }
}
