package io.tidings.rpc;

import io.grpc.Context;
import io.tidings.proto.rpc.v1.Access;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and for whom. Bound to the gRPC context of each call by the server, so that it reaches
 * whatever the call does, including the calls that it makes in turn.
 *
 * @param workspaceId the workspace that the credentials belong to; everything read and written is
 *     of this workspace
 * @param access what the caller has proved to be
 * @param name the id of the key, the name of the calling service, or {@code administrator}
 */
public record Caller(String workspaceId, Access access, String name) {
  private static final Context.Key<Caller> KEY = Context.key("tidings-caller");

  public Caller {
    if (workspaceId.isBlank()) {
      throw new IllegalArgumentException("a caller belongs to a workspace");
    }
  }

  /**
   * A service that acts on its own, outside of any call: a consumer of facts, a timer.
   *
   * @param name of the service: {@code segment}
   */
  public static Caller service(String name, String workspaceId) {
    return new Caller(workspaceId, Access.ACCESS_SERVICE, name);
  }

  /**
   * @throws IllegalStateException outside of a call and of {@link #run} and {@link #call}
   */
  public static Caller current() {
    Caller caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException(
          "nobody calls: work outside of a call runs in Caller.service(name, workspace).run(…)");
    }
    return caller;
  }

  /** Runs the work as this caller. */
  public void run(Runnable work) {
    in(Context.current()).run(work);
  }

  /** Runs the work as this caller and hands on what it returns or throws. */
  public <T extends @Nullable Object, X extends Throwable> T call(
      ScopedValue.CallableOp<? extends T, X> work) throws X {
    Context context = in(Context.current());
    Context previous = context.attach();
    try {
      return work.call();
    } finally {
      context.detach(previous);
    }
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Whether a method that demands {@code required} may be called. */
  public boolean may(Access required) {
    return access.getNumber() >= required.getNumber();
  }
}
