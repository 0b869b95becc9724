package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class AtMostTest extends OperatorContract {
  AtMostTest() {
    super(new AtMost());
  }

  @Override
  List<Case> matching() {
    return List.of(of(number(100), number(100)), of(number(-100), number(100)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(of(number(100.5), number(100)), of(text(""), number(100)), of(null, number(1)));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(text("many")), List.of(number(1), number(2)));
  }
}
