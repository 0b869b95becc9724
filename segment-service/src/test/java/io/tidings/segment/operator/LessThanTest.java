package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class LessThanTest extends OperatorContract {
  LessThanTest() {
    super(new LessThan());
  }

  @Override
  List<Case> matching() {
    return List.of(of(number(99), number(100)), of(number(-0.5), number(0)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(number(100), number(100)),
        of(text("1"), number(100)),
        of(flag(false), number(1)),
        of(null, number(1)));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(moment(0)), List.of(number(1), number(2)));
  }
}
