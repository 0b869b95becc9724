package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.Map;

class NotEqualsTest extends OperatorContract {
  NotEqualsTest() {
    super(new NotEquals());
  }

  @Override
  List<Case> matching() {
    return List.of(
        of(null, text("pro")), of(text("Pro"), text("pro")), of(text("100"), number(100)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(of(text("pro"), text("pro")), of(number(100), number(100)));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(number(1), number(2)), List.of(fields(Map.of())));
  }
}
