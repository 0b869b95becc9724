package io.tidings.gateway.engage;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.answer.TextErrors;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.JsonReader;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Credentials.Admission;
import java.util.Map;

/** The routes that tell of users and read them. */
@Controller("/v1/users")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@TextErrors
@Tag(name = "Users", description = "Who the customers are and what is known of them.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/TextError")
final class UserController {
  private final Callers callers;
  private final UserWriting writing;
  private final UserReading reading;

  UserController(Callers callers, UserWriting writing, UserReading reading) {
    this.callers = callers;
    this.writing = writing;
    this.reading = reading;
  }

  @Operation(
      summary = "Create or update a user",
      description =
          "A public key alone may do so too, though it changes no e-mail address that is there and"
              + " is not answered with what is known of the user.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/UserUpdate")))
  @Answered
  @Put("/{uid}")
  byte[] putUser(HttpRequest<byte[]> request, String uid) {
    var source = callers.withKeyPair(request);
    var body = UserBody.read(members(request));
    return MessageWriter.write(source.call(() -> writing.write(source.caller(), uid, body)));
  }

  @Operation(
      summary = "Create or update the user that the body names",
      description = "As by `PUT /v1/users/{uid}`.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/UserUpdate")))
  @Answered
  @Post
  byte[] postUser(HttpRequest<byte[]> request) {
    var source = callers.withKeyPair(request);
    var body = UserBody.read(members(request));
    var uid = body.id().orElseThrow(() -> new DefectException("id", "is missing; name the user"));
    return MessageWriter.write(source.call(() -> writing.write(source.caller(), uid, body)));
  }

  @Operation(summary = "All users, in the order of their creation")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/UserList")))
  @Get
  byte[] listUsers(HttpRequest<?> request, @RequestBean UserPage page) {
    var source = secret(request);
    return MessageWriter.write(source.call(() -> reading.page(page)));
  }

  @Operation(
      summary = "One user",
      description = "By the id that the customer gave, or by the platform's own.")
  @Answered
  @Get("/{uid}")
  byte[] getUser(HttpRequest<?> request, String uid) {
    var source = secret(request);
    return MessageWriter.write(source.call(() -> reading.one(uid)));
  }

  @Operation(
      summary = "Record an event of a user",
      description = "Creates the user where not known. A `timestamp` of the past is honoured.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/UserEvent")))
  @ApiResponse(
      responseCode = "200",
      description = "Durable.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Done")))
  @Post("/{uid}/events")
  byte[] postEvent(HttpRequest<byte[]> request, String uid) {
    var source = callers.withKeyPair(request);
    var event = EventBody.read(members(request));
    return MessageWriter.write(source.call(() -> writing.record(uid, event)));
  }

  @Operation(
      summary = "Make a user a member of accounts",
      description = "Each is created where not known; a member already takes the role.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/UserAccounts")))
  @Answered
  @Post("/{uid}/accounts")
  byte[] addToAccounts(HttpRequest<byte[]> request, String uid) {
    var source = callers.withKeyPair(request);
    var accounts = Fields.of(members(request)).list("accounts");
    if (accounts.isEmpty()) {
      throw new DefectException("accounts", "is missing; name at least one account");
    }
    return MessageWriter.write(
        source.call(() -> writing.addToAccounts(source.caller(), uid, accounts)));
  }

  @Operation(summary = "Change what a user is in an account")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/AccountRole")))
  @Answered
  @Put("/{uid}/accounts/{account}")
  byte[] changeRole(HttpRequest<byte[]> request, String uid, String account) {
    var source = secret(request);
    var role =
        Fields.of(members(request))
            .text("role")
            .orElseThrow(() -> new DefectException("role", "is missing; give the new role"));
    return MessageWriter.write(
        source.call(() -> writing.changeRole(source.caller(), uid, account, role)));
  }

  @Operation(summary = "End the membership of a user in an account")
  @Answered
  @Delete("/{uid}/accounts/{account}")
  byte[] removeFromAccount(HttpRequest<?> request, String uid, String account) {
    var source = secret(request);
    return MessageWriter.write(
        source.call(() -> writing.removeFromAccount(source.caller(), uid, account)));
  }

  @Operation(summary = "Make an account of a user, or a user of an account")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/Conversion")))
  @Answered
  @Post("/{uid}/convert")
  byte[] convert(HttpRequest<byte[]> request, String uid) {
    var source = secret(request);
    var type =
        Fields.of(members(request))
            .text("type")
            .orElseThrow(() -> new DefectException("type", "is missing; say customer or account"));
    return MessageWriter.write(source.call(() -> writing.convert(source.caller(), uid, type)));
  }

  private Admission secret(HttpRequest<?> request) {
    var source = callers.withKeyPair(request);
    Callers.requireSecret(source.caller());
    return source;
  }

  private static Map<String, Value> members(HttpRequest<byte[]> request) {
    return JsonReader.readObject(request.getBody().orElseGet(() -> new byte[0])).getValuesMap();
  }

  /** With the user as it is now. */
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/User")))
  private @interface Answered {}
}
