package io.tidings.segment.operator;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All operators there are, by id. */
@Singleton
public final class Operators {
  private static final Pattern ID = Pattern.compile("[a-z]+(_[a-z]+)*");

  private final SortedMap<String, Operator> byId = new TreeMap<>();

  public Operators(Collection<Operator> operators) {
    for (Operator operator : operators) {
      if (!ID.matcher(operator.id()).matches()) {
        throw new IllegalStateException(
            "operator id '%s' of %s is not lower case words joined by underscores"
                .formatted(operator.id(), operator.getClass().getName()));
      }
      Operator other = byId.put(operator.id(), operator);
      if (other != null) {
        throw new IllegalStateException(
            "operator id '%s' belongs to both %s and %s"
                .formatted(
                    operator.id(), other.getClass().getName(), operator.getClass().getName()));
      }
    }
  }

  public Optional<Operator> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The ids of those that compare values as a whole, in order. */
  public List<String> idsOfWhole() {
    return byId.values().stream().filter(Operator::comparesWhole).map(Operator::id).toList();
  }

  /** All ids, in order. */
  public List<String> ids() {
    return List.copyOf(byId.keySet());
  }
}
