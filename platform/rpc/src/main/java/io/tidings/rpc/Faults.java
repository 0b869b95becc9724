package io.tidings.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;

/**
 * The only place that makes statuses. What a correct caller must be ready for is a case of the
 * response and not made here. A status that was made elsewhere leaves the server as INTERNAL.
 */
public final class Faults {
  private Faults() {}

  /**
   * One field that is not as it must be.
   *
   * @param field path from the request: {@code events[3].name}
   * @param description what was offered, what is allowed, what to do
   */
  public record FieldViolation(String field, String description) {}

  /** INVALID_ARGUMENT for one field. */
  public static StatusRuntimeException invalid(String field, String description) {
    return invalid(List.of(new FieldViolation(field, description)));
  }

  /** INVALID_ARGUMENT with all that is wrong at once. */
  public static StatusRuntimeException invalid(List<FieldViolation> violations) {
    BadRequest.Builder details = BadRequest.newBuilder();
    StringBuilder message = new StringBuilder();
    for (FieldViolation violation : violations) {
      details
          .addFieldViolationsBuilder()
          .setField(violation.field())
          .setDescription(violation.description());
      message.append(message.isEmpty() ? "" : "; ");
      message.append(violation.field()).append(": ").append(violation.description());
    }
    return fault(Code.INVALID_ARGUMENT, message.toString(), details.build());
  }

  /** NOT_FOUND: the workspace has no such thing. */
  public static StatusRuntimeException notFound(String what) {
    return fault(Code.NOT_FOUND, what);
  }

  /** PERMISSION_DENIED: known, but not allowed. */
  public static StatusRuntimeException permissionDenied(String reason) {
    return fault(Code.PERMISSION_DENIED, reason);
  }

  /** UNAUTHENTICATED: nothing that proves who calls. */
  public static StatusRuntimeException unauthenticated(String reason) {
    return fault(Code.UNAUTHENTICATED, reason);
  }

  /** UNAVAILABLE: the same call may work after a while; nothing of it is done. */
  public static StatusRuntimeException unavailable(String reason, Duration retryAfter) {
    return fault(Code.UNAVAILABLE, reason, retry(retryAfter));
  }

  /** RESOURCE_EXHAUSTED: the caller asked for more than its share. */
  public static StatusRuntimeException exhausted(String reason, Duration retryAfter) {
    return fault(Code.RESOURCE_EXHAUSTED, reason, retry(retryAfter));
  }

  /** DEADLINE_EXCEEDED: nobody waits for the answer any more. */
  static StatusRuntimeException late() {
    return fault(Code.DEADLINE_EXCEEDED, "the call's deadline passed before work began");
  }

  /**
   * INTERNAL: our mistake.
   *
   * @param id under which it is logged
   */
  static StatusRuntimeException internal(String id) {
    return fault(Code.INTERNAL, "unexpected failure, logged as " + id);
  }

  private static RetryInfo retry(Duration after) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(after.toSeconds())
                .setNanos(after.getNano()))
        .build();
  }

  private static StatusRuntimeException fault(Code code, String message, Message... details) {
    Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    StatusRuntimeException made = StatusProto.toStatusRuntimeException(status.build());
    Metadata trailers = made.getTrailers() == null ? new Metadata() : made.getTrailers();
    return new Fault(made.getStatus(), trailers);
  }

  /** What tells a status made here from one that came back from a called service. */
  static final class Fault extends StatusRuntimeException {
    private static final long serialVersionUID = 1;

    private Fault(io.grpc.Status status, Metadata trailers) {
      super(status, trailers);
    }
  }
}
