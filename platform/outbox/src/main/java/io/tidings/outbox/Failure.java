package io.tidings.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.transaction.jdbc.exceptions.CannotGetJdbcConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means, and how it is told: by its kinds and its place, never by its message, for
 * messages quote the data that was being handled.
 */
final class Failure {
  private static final int PLACE_FRAMES = 6;
  private static final int LONGEST_CHAIN = 12;

  private Failure() {}

  /** Whether it may pass by itself: something this process needs is away, or too busy. */
  static boolean isTransient(Throwable failure) {
    return chain(failure).stream().anyMatch(Failure::isTransientItself);
  }

  private static boolean isTransientItself(Throwable cause) {
    return switch (cause) {
      case SQLTransientException _, SQLRecoverableException _ -> true;
      case SQLException sql -> isTransientState(sql.getSQLState());
      case StatusRuntimeException rpc -> isTransientStatus(rpc.getStatus());
      case StatusException rpc -> isTransientStatus(rpc.getStatus());
      case InvalidProtocolBufferException _ -> false; // an IOException that no reading mends
      case IOException _, UncheckedIOException _, TimeoutException _ -> true;
      // Hikari's own exceptions below these have no SQLSTATE.
      case ConnectionException _, CannotGetJdbcConnectionException _ -> true;
      case InterruptedException _, OutOfMemoryError _ -> true;
      default -> false;
    };
  }

  /** By PostgreSQL's classes of SQLSTATE (appendix A of its manual). */
  private static boolean isTransientState(@Nullable String state) {
    return state != null
        && (state.startsWith("08") // connection
            || state.startsWith("53") // out of connections, memory, disk
            || state.startsWith("57P") // shutting down, starting up
            || state.startsWith("58") // system error
            || state.equals("25006") // read-only: a standby that is being promoted
            || state.equals("40001") // serialization failure
            || state.equals("40P01") // deadlock
            || state.equals("55P03")); // lock not available
  }

  private static boolean isTransientStatus(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, CANCELLED -> true;
      default -> false;
    };
  }

  /** The classes from the outermost to the root, with SQLSTATE or status code. */
  static String kinds(Throwable failure) {
    return chain(failure).stream().map(Failure::kind).collect(Collectors.joining(" < "));
  }

  private static String kind(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    return switch (cause) {
      case SQLException sql -> name + "[" + sql.getSQLState() + "]";
      case StatusRuntimeException rpc -> name + "[" + rpc.getStatus().getCode() + "]";
      case StatusException rpc -> name + "[" + rpc.getStatus().getCode() + "]";
      default -> name;
    };
  }

  /** The top of the root cause's stack. */
  static String place(Throwable failure) {
    return Arrays.stream(chain(failure).getLast().getStackTrace())
        .limit(PLACE_FRAMES)
        .map(frame ->
            frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
        .collect(Collectors.joining("\n"));
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && chain.size() < LONGEST_CHAIN;
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
