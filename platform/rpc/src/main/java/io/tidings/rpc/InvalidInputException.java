package io.tidings.rpc;

import java.util.List;

/**
 * What a caller offered cannot be used. For the code behind an endpoint, which knows nothing of
 * statuses; it is answered as {@link Faults#invalid(List)}.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Faults.FieldViolation> violations;

  public InvalidInputException(List<Faults.FieldViolation> violations) {
    super(violations.size() + " fields are not as they must be");
    this.violations = List.copyOf(violations);
  }

  public InvalidInputException(String field, String description) {
    this(List.of(new Faults.FieldViolation(field, description)));
  }

  public List<Faults.FieldViolation> violations() {
    return violations;
  }
}
