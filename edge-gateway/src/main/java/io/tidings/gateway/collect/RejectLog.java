package io.tidings.gateway.collect;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.rpc.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts rejected calls on record. The log names the field and not the reason: a reason quotes what
 * was offered, which may be a person's data.
 */
@Singleton
final class RejectLog {
  private static final Logger LOG = LoggerFactory.getLogger(RejectLog.class);

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Of one batch; the counter tells of all. */
  private static final int MAX_LINES = 10;

  private final MeterRegistry meters;

  RejectLog(MeterRegistry meters) {
    this.meters = meters;
  }

  void add(Caller caller, List<RejectedCall> calls) {
    if (calls.isEmpty()) {
      return;
    }
    meters.counter("tidings.collect.rejected").increment(calls.size());
    calls.stream().limit(MAX_LINES).forEach(call -> log(caller, call));
  }

  private static void log(Caller caller, RejectedCall call) {
    LOG.info(
        "rejected a call in workspace {} by key {}: message id '{}', field '{}'",
        caller.workspaceId(),
        caller.name(),
        printable(call.messageId()),
        printable(call.defect().field()));
  }

  /** What a caller wrote ends no line of the log. */
  private static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
