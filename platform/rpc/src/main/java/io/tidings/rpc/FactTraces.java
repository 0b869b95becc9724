package io.tidings.rpc;

import io.micronaut.context.annotation.Requires;
import io.tidings.outbox.Traceparent;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries the trace of a call along with its facts, in services that have an outbox. */
@Singleton
@Requires(classes = Traceparent.class)
final class FactTraces implements Traceparent {

  @Override
  public @Nullable String current() {
    TraceContext trace = TraceContext.current();
    return trace == null ? null : trace.traceparent();
  }

  /** A batch continues the trace of its first fact: work that is done at once is in one trace. */
  @Override
  public void continuing(List<String> traceparents, Runnable work) {
    TraceContext.continuing(traceparents.isEmpty() ? null : traceparents.getFirst()).run(work);
  }
}
