package io.tidings.segment.definition;

import java.util.List;

/** A tree of conditions over one profile. Closed: whoever reads it handles every shape. */
public sealed interface Condition {

  /** True when every one is. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  /** True when at least one is. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  /** True when not one is. */
  record None(List<Condition> conditions) implements Condition {
    public None {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * Compares one attribute.
   *
   * @param name canonical
   */
  record Attribute(String name, Comparison comparison) implements Condition {}

  /** Compares how many events of a kind there are. */
  record Events(EventCount count) implements Condition {}
}
