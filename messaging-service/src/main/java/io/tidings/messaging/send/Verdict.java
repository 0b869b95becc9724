package io.tidings.messaging.send;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gates said of one send, with every gate that it met. */
public sealed interface Verdict {
  List<Decision> decisions();

  record Passed(List<Decision> decisions) implements Verdict {}

  /**
   * @param about what the reason is about
   */
  record Stopped(Discard reason, @Nullable String about, List<Decision> decisions)
      implements Verdict {}
}
