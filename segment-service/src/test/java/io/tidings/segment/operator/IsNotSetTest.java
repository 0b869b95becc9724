package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class IsNotSetTest extends OperatorContract {
  IsNotSetTest() {
    super(new IsNotSet());
  }

  @Override
  List<Case> matching() {
    return List.of(of(null));
  }

  @Override
  List<Case> notMatching() {
    return List.of(of(text("")), of(number(0)), of(items()));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(text("")));
  }
}
