package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class GreaterThanTest extends OperatorContract {
  GreaterThanTest() {
    super(new GreaterThan());
  }

  @Override
  List<Case> matching() {
    return List.of(of(number(100.5), number(100)), of(number(-1), number(-2)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(number(100), number(100)),
        of(number(99), number(100)),
        of(text("101"), number(100)),
        of(flag(true), number(0)),
        of(moment(1000), number(1)),
        of(items(number(101)), number(100)),
        of(null, number(-1)));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(text("100")), List.of(number(1), number(2)));
  }
}
