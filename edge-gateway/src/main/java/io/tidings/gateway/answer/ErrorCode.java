package io.tidings.gateway.answer;

import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** The kinds of errors, each with its HTTP status. */
@Serdeable
public enum ErrorCode {
  /** The request as a whole cannot be read. */
  INVALID_REQUEST_ERROR(HttpStatus.BAD_REQUEST),
  /** A field is not as it must be. */
  VALIDATION_ERROR(HttpStatus.BAD_REQUEST),
  /** No key, or one that is not known. */
  AUTHENTICATION_ERROR(HttpStatus.UNAUTHORIZED),
  /** A revoked key, or one that may not do this. */
  PERMISSION_ERROR(HttpStatus.FORBIDDEN),
  NOT_FOUND(HttpStatus.NOT_FOUND),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
  /** The body is larger than the route takes. */
  PAYLOAD_TOO_LARGE(HttpStatus.REQUEST_ENTITY_TOO_LARGE),
  /** Too many calls; header {@code Retry-After} says when to go on. */
  RATE_LIMIT_ERROR(HttpStatus.TOO_MANY_REQUESTS),
  /** Our mistake. */
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR),
  /** Nothing was done; the same call works later. Header {@code Retry-After} says when. */
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

  private final HttpStatus status;

  ErrorCode(HttpStatus status) {
    this.status = status;
  }

  public HttpStatus status() {
    return status;
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
