package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.Collections;
import java.util.List;

class OneOfTest extends OperatorContract {
  OneOfTest() {
    super(new OneOf());
  }

  @Override
  List<Case> matching() {
    return List.of(
        of(text("b"), text("a"), text("b")),
        of(number(2), text("2"), number(2)),
        of(text("it's"), text("it's")));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(text("c"), text("a"), text("b")),
        of(text("2"), number(2)),
        of(items(text("a")), text("a")),
        of(null, text("a")));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(text("a"), items()), Collections.nCopies(1001, text("a")));
  }
}
