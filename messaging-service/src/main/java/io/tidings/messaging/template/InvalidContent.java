package io.tidings.messaging.template;

import java.util.List;
import java.util.stream.Collectors;

/** Content that cannot be rendered, with everything that is wrong with it. */
public final class InvalidContent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param part as its author finds it: `email.html`, `push.data.link`
   */
  public record Fault(String part, String description) {}

  private final transient List<Fault> faults;

  InvalidContent(List<Fault> faults) {
    super(
        faults.stream()
            .map(fault -> fault.part() + ": " + fault.description())
            .collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  public List<Fault> faults() {
    return faults;
  }
}
