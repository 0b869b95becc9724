package io.tidings.gateway.engagespot;

import static io.tidings.gateway.json.Values.text;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.gateway.user.Users;
import io.tidings.proto.user.v1.EraseProfileRequest;
import io.tidings.proto.user.v1.ErasureServiceGrpc;
import io.tidings.proto.user.v1.ErasureServiceGrpc.ErasureServiceBlockingStub;
import io.tidings.proto.user.v1.Identified;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.ServiceChannels;
import java.util.LinkedHashMap;
import java.util.Map;

/** Users as servers and as they themselves tell of them. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Notifications: users", description = "Profiles in the notifications dialect.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class UserController {
  private final Door door;
  private final Users users;
  private final ErasureServiceBlockingStub erasures;

  UserController(Door door, Users users, ServiceChannels channels) {
    this.door = door;
    this.users = users;
    this.erasures = ErasureServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(
      summary = "Create or update a user",
      description = "For servers. Any attributes; null removes one.")
  @RequestBody(content = @Content(schema = @Schema(type = "object")))
  @Answered
  @Put(uris = {"/v3/users/{id}", "/v4/users/{id}"})
  byte[] createOrUpdateUser(HttpRequest<byte[]> request, String id) {
    var source = door.server(request);
    var attributes = Bodies.read(request);
    return source.call(() -> told(write(id, attributes)));
  }

  @Operation(
      summary = "Update the user who calls",
      description =
          "For browsers. Any attributes; null removes one. Who did not prove who they are is not"
              + " answered with what is known of the user.")
  @RequestBody(content = @Content(schema = @Schema(type = "object")))
  @Answered
  @Patch(uris = {"/v3/profile", "/v4/profile"})
  byte[] patchProfile(HttpRequest<byte[]> request) {
    var visitor = door.visitor(request);
    var attributes = Bodies.read(request);
    return visitor
        .source()
        .call(() -> {
          var written = write(visitor.userId(), attributes);
          return visitor.proven() ? told(written) : done(visitor.userId());
        });
  }

  /** Two forms of the path: the dialect's own library forgets the slash. */
  @Operation(
      summary = "Forget a user",
      description =
          "For servers. As `DELETE /v1/users/{id}`, and `GET /v1/erasures/{id}` tells how far it"
              + " is.")
  @ApiResponse(
      responseCode = "202",
      description = "Begun; the erasure tells how far it is.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/EraseProfileResponse")))
  @Delete(uris = {"/v3/users/{id}", "/v4/users/{id}", "/v3/users{id}", "/v4/users{id}"})
  @Status(HttpStatus.ACCEPTED)
  byte[] deleteUser(HttpRequest<?> request, String id) {
    var asked =
        EraseProfileRequest.newBuilder()
            .setSelector(ProfileSelector.newBuilder().setUserId(id))
            .build();
    return MessageWriter.write(door.server(request).call(() -> erasures.eraseProfile(asked)));
  }

  private Identified write(String userId, Fields attributes) {
    return users.write(
        ProfileUpdate.newBuilder().setUserId(userId).putAllAttributes(attributes.values()).build(),
        UserController::fieldOf);
  }

  private byte[] told(Identified written) {
    return MessageWriter.write(members(users.byProfileId(written.getProfileId())));
  }

  /** Anybody can say that they are this user, and the public key is for everyone to read. */
  private static byte[] done(String userId) {
    var done = new LinkedHashMap<String, Value>();
    done.put("identifier", text(userId));
    done.putAll(Bodies.done());
    return MessageWriter.write(done);
  }

  private static Map<String, Value> members(Profile profile) {
    var members = new LinkedHashMap<String, Value>(profile.getAttributesMap());
    members.put("id", text(profile.getId()));
    members.put("identifier", text(profile.getUserId()));
    return members;
  }

  /** Attributes are the members of the body. */
  private static String fieldOf(String field) {
    return switch (field) {
      case "user_id" -> "identifier";
      default -> field.startsWith("attributes.") ? field.substring("attributes.".length()) : field;
    };
  }

  /** With the user as it is now. */
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/NotifiedUser")))
  private @interface Answered {}
}
