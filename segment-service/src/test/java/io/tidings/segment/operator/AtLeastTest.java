package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class AtLeastTest extends OperatorContract {
  AtLeastTest() {
    super(new AtLeast());
  }

  @Override
  List<Case> matching() {
    return List.of(of(number(100), number(100)), of(number(101), number(100)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(number(99.99), number(100)), of(text("101"), number(100)), of(null, number(-1)));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(text("100")), List.of(flag(true)));
  }
}
