package io.tidings.gateway.webhook;

import com.google.protobuf.ByteString;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.proto.integration.v1.ReceiveWebhookRequest;
import io.tidings.proto.integration.v1.ReceiveWebhookResponse;
import io.tidings.proto.integration.v1.SourceServiceGrpc;
import io.tidings.proto.integration.v1.SourceServiceGrpc.SourceServiceBlockingStub;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Credentials;
import io.tidings.rpc.ServiceChannels;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Where other services send their webhooks. No key: the signature proves where one comes from. */
@Controller("/v1/webhooks")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Webhooks", description = "What payment and mail services tell of customers and sends.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class WebhookController {
  private static final int MAX_BYTES = 1024 * 1024;

  /** As many as integration-service takes. */
  private static final int MAX_HEADERS = 200;

  private static final String SUCCESS = "{\"success\": true}";

  private final SourceServiceBlockingStub sources;
  private final Caller self;

  WebhookController(
      ServiceChannels channels, @Value("${micronaut.application.name}") String serviceName) {
    this.sources = SourceServiceGrpc.newBlockingStub(channels.to("integration"));
    // The workspace is not known yet: the connection says it.
    this.self = Caller.service(serviceName, Credentials.DEFAULT_WORKSPACE);
  }

  @Operation(
      summary = "Take a webhook of a connected service",
      description =
          "The address of a source, as `ConnectSource` answers it. The body is verified as that"
              + " service signs it: 401 where the signature is wrong or too old. A repetition is"
              + " answered 200 and changes nothing.")
  @Parameter(name = "connection", description = "Id of the source.")
  @RequestBody(
      description = "As the service sends it, at most 1 MiB.",
      content = @Content(mediaType = MediaType.ALL, schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "200",
      description = "What it tells is durable.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "#/components/schemas/Taken")))
  @ApiResponse(responseCode = "413", ref = "#/components/responses/Error")
  @Post("/{connection}")
  String receiveWebhook(HttpRequest<byte[]> request, String connection) {
    var webhook =
        ReceiveWebhookRequest.newBuilder()
            .setConnectionId(id(connection))
            .setTarget(target(request))
            .putAllHeaders(headers(request.getHeaders()))
            .setBody(bytes(request))
            .build();
    return answer(connection, self.call(() -> sources.receiveWebhook(webhook)));
  }

  private static String answer(String connection, ReceiveWebhookResponse response) {
    return switch (response.getOutcomeCase()) {
      case TAKEN -> SUCCESS;
      case REFUSED ->
          throw new Problem(ErrorCode.AUTHENTICATION_ERROR, response.getRefused().getReason());
      case UNREADABLE ->
          throw new Problem(ErrorCode.INVALID_REQUEST_ERROR, response.getUnreadable().getReason());
      case DISABLED ->
          throw new Problem(
              ErrorCode.PERMISSION_ERROR, "the workspace of this connection is disabled");
      case UNKNOWN, OUTCOME_NOT_SET -> throw unknown(connection);
    };
  }

  private static String id(String connection) {
    try {
      return UUID.fromString(connection).toString();
    } catch (IllegalArgumentException noId) {
      throw unknown(connection);
    }
  }

  private static Problem unknown(String connection) {
    return new Problem(
        ErrorCode.NOT_FOUND,
        "there is no connection '%s'; use the path that ConnectSource answered"
            .formatted(connection));
  }

  private static String target(HttpRequest<?> request) {
    var query = request.getUri().getRawQuery();
    return request.getUri().getRawPath() + (query == null ? "" : "?" + query);
  }

  private static Map<String, String> headers(HttpHeaders headers) {
    var all = new HashMap<String, String>();
    for (var name : headers.names()) {
      var lower = name.toLowerCase(Locale.ROOT);
      if (all.size() < MAX_HEADERS && !lower.equals("cookie")) {
        all.put(lower, String.join(",", headers.getAll(name)));
      }
    }
    return all;
  }

  private static ByteString bytes(HttpRequest<byte[]> request) {
    var bytes = request.getBody().orElseGet(() -> new byte[0]);
    if (bytes.length > MAX_BYTES) {
      throw new Problem(
          ErrorCode.PAYLOAD_TOO_LARGE, "body is larger than %d bytes".formatted(MAX_BYTES));
    }
    return ByteString.copyFrom(bytes);
  }
}
