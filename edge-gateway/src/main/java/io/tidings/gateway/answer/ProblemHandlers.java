package io.tidings.gateway.answer;

import io.grpc.StatusRuntimeException;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.netty.handler.codec.compression.DecompressionException;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.MalformedJsonException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Answers for whatever ends a request by an exception. */
@Factory
final class ProblemHandlers {
  @Singleton
  ExceptionHandler<Problem, HttpResponse<?>> problems() {
    return ProblemHandlers::answer;
  }

  @Singleton
  ExceptionHandler<StatusRuntimeException, HttpResponse<?>> statuses() {
    return (request, failure) -> answer(request, GrpcProblems.of(failure));
  }

  @Singleton
  ExceptionHandler<MalformedJsonException, HttpResponse<?>> malformedJson() {
    return (request, failure) -> answer(request, Problem.invalid("", failure.text()));
  }

  @Singleton
  ExceptionHandler<DefectException, HttpResponse<?>> defects() {
    return (request, failure) ->
        answer(request, Problem.invalid(failure.defect().field(), failure.defect().reason()));
  }

  @Singleton
  ExceptionHandler<DecompressionException, HttpResponse<?>> brokenCompression() {
    return (request, _) ->
        answer(request, Problem.invalid("", "body is not compressed as its Content-Encoding says"));
  }

  /**
   * No {@code WWW-Authenticate} with a 401: browsers would ask the site's visitors for a password.
   */
  static HttpResponse<?> answer(HttpRequest<?> request, Problem problem) {
    var response = HttpResponse.status(problem.code().status()).body(problem.answerTo(request));
    var wait = problem.retryAfter();
    return wait == null ? response : response.header(HttpHeaders.RETRY_AFTER, seconds(wait));
  }

  /** The header knows whole seconds only. */
  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
