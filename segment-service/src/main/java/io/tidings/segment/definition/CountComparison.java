package io.tidings.segment.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a count of events compares: a range from the least to the most. */
public enum CountComparison {
  AT_LEAST("at_least") {
    @Override
    long least(long count) {
      return count;
    }
  },
  MORE_THAN("more_than") {
    @Override
    long least(long count) {
      return count + 1;
    }
  },
  EXACTLY("exactly") {
    @Override
    long least(long count) {
      return count;
    }

    @Override
    long most(long count) {
      return count;
    }
  },
  AT_MOST("at_most") {
    @Override
    long most(long count) {
      return count;
    }
  },
  FEWER_THAN("fewer_than") {
    @Override
    long most(long count) {
      return count - 1;
    }
  };

  private final String id;

  CountComparison(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  long least(long count) {
    return 0;
  }

  long most(long count) {
    return Long.MAX_VALUE;
  }

  static Optional<CountComparison> find(String id) {
    return Arrays.stream(values()).filter(comparison -> comparison.id.equals(id)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(CountComparison::id).sorted().toList();
  }
}
