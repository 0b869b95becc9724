package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.integration.v1.RevokeKeyRequest;
import io.tidings.proto.integration.v1.UpdateKeyRequest;
import io.tidings.rpc.ServiceChannels;
import java.util.UUID;

@Controller("/v1/keys")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(
    name = "Keys",
    description = "What callers prove themselves with, and how their data is taken.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class KeyController {
  private final JsonCalls calls;
  private final KeyServiceBlockingStub keys;

  KeyController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.keys = KeyServiceGrpc.newBlockingStub(channels.to("integration"));
  }

  @Operation(summary = "Make a key", description = "Its secret is in this answer, this once.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/CreateKeyRequest")))
  @ApiResponse(
      responseCode = "201",
      description = "Made.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateKeyResponse")))
  @Post
  @Status(HttpStatus.CREATED)
  byte[] createKey(HttpRequest<byte[]> request) {
    return calls.send(request, CreateKeyRequest.newBuilder(), key -> keys.createKey(key.build()));
  }

  @Operation(summary = "All keys, the newest first")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListKeysResponse")))
  @Get
  byte[] listKeys(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request, page, ListKeysRequest.newBuilder(), asked -> keys.listKeys(asked.build()));
  }

  @Operation(
      summary = "Change the name or the settings of a key",
      description = "Effective everywhere within 5 s.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/UpdateKeyRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Key")))
  @Put("/{id}")
  byte[] updateKey(HttpRequest<byte[]> request, UUID id) {
    return calls.send(
        request,
        UpdateKeyRequest.newBuilder().setKeyId(id.toString()),
        key -> keys.updateKey(key.build()).getKey());
  }

  @Operation(summary = "Revoke a key", description = "Effective everywhere within 5 s, for ever.")
  @ApiResponse(
      responseCode = "200",
      description = "Revoked.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Key")))
  @Delete("/{id}")
  byte[] revokeKey(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            keys.revokeKey(RevokeKeyRequest.newBuilder().setKeyId(id.toString()).build()).getKey());
  }
}
