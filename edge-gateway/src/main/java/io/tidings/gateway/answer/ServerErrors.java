package io.tidings.gateway.answer;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/**
 * Gives errors of the HTTP server itself (no such route, body too large) the shape of all others.
 */
@Singleton
final class ServerErrors implements ErrorResponseProcessor<Object> {
  @Override
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    var status = response.status();
    var request = context.getRequest();
    var code = code(status, request.getPath());
    var text =
        switch (status) {
          case NOT_FOUND ->
              "there is no " + request.getPath() + "; /openapi.yml lists what there is";
          case METHOD_NOT_ALLOWED -> request.getMethodName() + " is not possible here";
          case REQUEST_ENTITY_TOO_LARGE -> "body is larger than this server takes";
          default ->
              context.getErrors().isEmpty() || code == ErrorCode.INTERNAL_ERROR
                  ? status.getReason()
                  : context.getErrors().getFirst().getMessage();
        };
    return response.status(code.status()).body(new Problem(code, text).answerTo(request));
  }

  private static ErrorCode code(HttpStatus status, String path) {
    return switch (status) {
      case UNAUTHORIZED -> ErrorCode.AUTHENTICATION_ERROR;
      case FORBIDDEN -> ErrorCode.PERMISSION_ERROR;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> ErrorCode.METHOD_NOT_ALLOWED;
      // In the event-collection protocol what is too large is a bad request.
      case REQUEST_ENTITY_TOO_LARGE ->
          path.startsWith("/v1/webhooks/")
              ? ErrorCode.PAYLOAD_TOO_LARGE
              : ErrorCode.INVALID_REQUEST_ERROR;
      case TOO_MANY_REQUESTS -> ErrorCode.RATE_LIMIT_ERROR;
      case SERVICE_UNAVAILABLE -> ErrorCode.UNAVAILABLE;
      default ->
          status.getCode() < 500 ? ErrorCode.INVALID_REQUEST_ERROR : ErrorCode.INTERNAL_ERROR;
    };
  }
}
