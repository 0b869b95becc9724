package io.tidings.rpc;

import io.grpc.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Where a piece of work belongs, as <a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a> has it. Carried over calls and facts and written to every log line; spans are not
 * recorded here.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  private static final Context.Key<TraceContext> KEY = Context.key("tidings-trace");
  private static final String LOG_KEY = "trace";
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

  /** The trace of the work that this thread does; null outside of any. */
  public static @Nullable TraceContext current() {
    return KEY.get();
  }

  /** A new trace. */
  public static TraceContext begin() {
    return new TraceContext(randomHex() + randomHex(), randomHex(), false);
  }

  /** The next step of the trace that the header names; a new trace where it names none. */
  public static TraceContext continuing(@Nullable String traceparent) {
    if (traceparent == null) {
      return begin();
    }
    var matcher = TRACEPARENT.matcher(traceparent);
    if (!matcher.matches()) {
      return begin();
    }
    boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
    return new TraceContext(matcher.group(1), randomHex(), sampled);
  }

  /** As the header {@code traceparent} carries it. */
  public String traceparent() {
    return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
  }

  /** Does the work as part of this trace: its calls carry it on and its log lines name it. */
  public void run(Runnable work) {
    try (var _ = attach()) {
      work.run();
    }
  }

  /** Makes what this thread does part of this trace, until closed by the same thread. */
  public Attached attach() {
    Context context = in(Context.current());
    Context previous = context.attach();
    String logged = MDC.get(LOG_KEY);
    MDC.put(LOG_KEY, traceId);
    return () -> {
      context.detach(previous);
      if (logged == null) {
        MDC.remove(LOG_KEY);
      } else {
        MDC.put(LOG_KEY, logged);
      }
    };
  }

  /** That a thread works for a trace. */
  public interface Attached extends AutoCloseable {
    @Override
    void close();
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Names this trace in the log lines of this thread until closed. */
  MDC.MDCCloseable log() {
    return MDC.putCloseable(LOG_KEY, traceId);
  }

  private static String randomHex() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }
}
