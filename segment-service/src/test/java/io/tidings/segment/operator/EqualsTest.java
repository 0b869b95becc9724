package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class EqualsTest extends OperatorContract {
  EqualsTest() {
    super(new Equals());
  }

  @Override
  List<Case> matching() {
    return List.of(
        of(text("pro"), text("pro")),
        of(number(-0.0), number(0)),
        of(flag(false), flag(false)),
        of(moment(5), moment(5)),
        of(text("日本語"), text("日本語")));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(null, text("pro")),
        of(text("Pro"), text("pro")),
        of(text("100"), number(100)),
        of(number(5), moment(5)),
        of(items(text("pro")), text("pro")),
        of(text("naïve"), text("nai\u0308ve")));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(number(1), number(2)), List.of(items()));
  }
}
