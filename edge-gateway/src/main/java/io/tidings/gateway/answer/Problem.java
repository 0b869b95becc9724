package io.tidings.gateway.answer;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a request with an error. */
public final class Problem extends RuntimeException {
  private final ErrorCode code;
  private final String text;
  private final @Nullable String field;
  private final @Nullable Duration retryAfter;

  Problem(ErrorCode code, String text, @Nullable String field, @Nullable Duration retryAfter) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
    this.field = field;
    this.retryAfter = retryAfter;
  }

  public Problem(ErrorCode code, String text) {
    this(code, text, null, null);
  }

  /** A field is not as it must be. */
  public static Problem invalid(String field, String reason) {
    return field.isEmpty()
        ? new Problem(ErrorCode.INVALID_REQUEST_ERROR, reason)
        : new Problem(ErrorCode.VALIDATION_ERROR, field + ": " + reason, field, null);
  }

  /** The caller asks for more than it may have. */
  public static Problem tooMany(String text, Duration retryAfter) {
    return new Problem(ErrorCode.RATE_LIMIT_ERROR, text, null, retryAfter);
  }

  ErrorCode code() {
    return code;
  }

  /** The body of the answer, in the shape that callers of the route expect. */
  Object answerTo(HttpRequest<?> request) {
    var asText =
        RouteAttributes.getRouteMatch(request)
            .filter(route -> route.getAnnotationMetadata().hasAnnotation(TextErrors.class))
            .isPresent();
    return asText
        ? new TextAnswer(text)
        : new ErrorAnswer(new ErrorAnswer.Error(code, text, field));
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
