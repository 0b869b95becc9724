package io.tidings.gateway.trace;

import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.tidings.rpc.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Continues the trace that a request names in {@code traceparent}, or begins one, so that the calls
 * to the services and the log lines of all of them belong to it.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class TraceFilter {
  private static final String TRACEPARENT = "traceparent";

  @RequestFilter
  void trace(HttpRequest<?> request, MutablePropagatedContext context) {
    context.add(new Traced(TraceContext.continuing(request.getHeaders().get(TRACEPARENT))));
  }

  /** Follows the request onto whichever thread works for it. */
  private record Traced(TraceContext trace)
      implements ThreadPropagatedContextElement<TraceContext.Attached> {

    @Override
    public TraceContext.Attached updateThreadContext() {
      return trace.attach();
    }

    @Override
    public void restoreThreadContext(TraceContext.@Nullable Attached attached) {
      if (attached != null) {
        attached.close();
      }
    }
  }
}
