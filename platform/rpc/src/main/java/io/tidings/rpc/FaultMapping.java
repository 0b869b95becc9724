package io.tidings.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which status a failure is answered with. */
final class FaultMapping {
  private static final Logger log = LoggerFactory.getLogger(FaultMapping.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private FaultMapping() {}

  static StatusRuntimeException faultOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case Faults.Fault fault -> {
          return fault;
        }
        case InvalidInputException invalid -> {
          return Faults.invalid(invalid.violations());
        }
        case StatusRuntimeException answer when isAway(answer.getStatus()) -> {
          return serviceAway(answer);
        }
        case StatusException answer when isAway(answer.getStatus()) -> {
          return serviceAway(answer);
        }
        case SQLException sql when isAway(sql) -> {
          log.warn("database away: {} {}", sql.getSQLState(), sql.getClass().getSimpleName());
          return Faults.unavailable(
              "the database is away or busy; nothing was changed", RETRY_AFTER);
        }
        default -> {}
      }
    }
    return unexpected(failure);
  }

  /** Whether the status may leave the server as it is. */
  static boolean isAllowed(Status status, Metadata trailers) {
    return switch (status.getCode()) {
      case OK,
          NOT_FOUND,
          UNAUTHENTICATED,
          PERMISSION_DENIED,
          DEADLINE_EXCEEDED,
          CANCELLED,
          UNIMPLEMENTED ->
          true;
      case INVALID_ARGUMENT -> carries(status, trailers, BadRequest.class);
      case RESOURCE_EXHAUSTED, UNAVAILABLE -> carries(status, trailers, RetryInfo.class);
      case UNKNOWN,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          DATA_LOSS ->
          false;
    };
  }

  private static boolean carries(
      Status status, Metadata trailers, Class<? extends Message> detail) {
    for (Any any : StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList()) {
      if (any.is(detail)) {
        return true;
      }
    }
    return false;
  }

  private static StatusRuntimeException unexpected(Throwable failure) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    log.error("unexpected failure {}", id, failure);
    return Faults.internal(id);
  }

  private static StatusRuntimeException serviceAway(Exception answer) {
    log.warn("a called service is away: {}", answer.getMessage());
    return Faults.unavailable("a service that this call needs is away or busy", RETRY_AFTER);
  }

  private static boolean isAway(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, CANCELLED -> true;
      default -> false;
    };
  }

  /**
   * Connection trouble, shutdown, too many connections, and transactions that the database gave up
   * for another's sake: <a
   * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
   * codes</a>.
   */
  private static boolean isAway(SQLException e) {
    if (e instanceof SQLTransientConnectionException) {
      return true;
    }
    String state = e.getSQLState();
    // The pool's own: PostgreSQL and its driver always give a code.
    if (state == null) {
      return true;
    }
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.startsWith("40");
  }
}
