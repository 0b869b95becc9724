package io.tidings.messaging.channel;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that a provider cannot work with. */
public final class InvalidSettings extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The setting at fault, and what was offered and what is allowed. */
  public record Fault(String setting, String description) {}

  private final transient List<Fault> faults;

  public InvalidSettings(List<Fault> faults) {
    super(faults.stream().map(Fault::description).collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  public InvalidSettings(String setting, String description) {
    this(List.of(new Fault(setting, description)));
  }

  public List<Fault> faults() {
    return faults;
  }
}
