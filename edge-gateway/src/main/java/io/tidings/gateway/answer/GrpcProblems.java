package io.tidings.gateway.answer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.tidings.gateway.json.FieldPaths;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only place that turns the statuses of the services into HTTP errors. */
final class GrpcProblems {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcProblems.class);

  /** Where the service does not say when to come again. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private GrpcProblems() {}

  static Problem of(StatusRuntimeException failure) {
    var description = Optional.ofNullable(failure.getStatus().getDescription());
    return switch (failure.getStatus().getCode()) {
      case INVALID_ARGUMENT -> invalid(failure, description.orElse("the request is not valid"));
      case UNAUTHENTICATED,
          INTERNAL,
          UNKNOWN,
          UNIMPLEMENTED,
          DATA_LOSS,
          OUT_OF_RANGE,
          FAILED_PRECONDITION,
          ALREADY_EXISTS,
          OK ->
          unexpected(failure);
      case PERMISSION_DENIED ->
          new Problem(ErrorCode.PERMISSION_ERROR, description.orElse("this key may not do this"));
      case NOT_FOUND ->
          new Problem(ErrorCode.NOT_FOUND, description.orElse("there is no such thing"));
      case RESOURCE_EXHAUSTED ->
          new Problem(
              ErrorCode.RATE_LIMIT_ERROR,
              description.orElse("too many calls"),
              null,
              retryAfter(failure));
      case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED ->
          new Problem(
              ErrorCode.UNAVAILABLE,
              "could not be taken just now and nothing is lost: send the same again after the time"
                  + " in Retry-After",
              null,
              retryAfter(failure));
    };
  }

  private static Problem invalid(StatusRuntimeException failure, String description) {
    return detail(failure, BadRequest.class)
        .filter(details -> details.getFieldViolationsCount() > 0)
        .map(details -> {
          var first = details.getFieldViolations(0);
          return Problem.invalid(FieldPaths.toJson(first.getField()), first.getDescription());
        })
        .orElseGet(() -> new Problem(ErrorCode.INVALID_REQUEST_ERROR, description));
  }

  private static Problem unexpected(StatusRuntimeException failure) {
    LOG.error("a service answered {}", failure.getStatus().getCode(), failure);
    return new Problem(
        ErrorCode.INTERNAL_ERROR, "something went wrong on our side; the log tells what");
  }

  private static Duration retryAfter(StatusRuntimeException failure) {
    return detail(failure, RetryInfo.class)
        .map(info ->
            Duration.ofSeconds(info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos()))
        .orElse(RETRY_AFTER);
  }

  private static <T extends Message> Optional<T> detail(
      StatusRuntimeException failure, Class<T> type) {
    var status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return Optional.empty();
    }
    for (var detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException broken) {
          LOG.warn("a service sent a broken {}", type.getSimpleName(), broken);
        }
      }
    }
    return Optional.empty();
  }
}
