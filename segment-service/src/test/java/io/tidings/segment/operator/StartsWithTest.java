package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class StartsWithTest extends OperatorContract {
  StartsWithTest() {
    super(new StartsWith());
  }

  @Override
  List<Case> matching() {
    return List.of(
        of(text("prose"), text("pro")),
        of(text("日本語"), text("日")),
        of(text("% off"), text("%")),
        of(text("any"), text("")));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(text("a pro"), text("pro")),
        of(text("Prose"), text("pro")),
        of(number(100), text("1")),
        of(items(text("pro")), text("pro")),
        of(null, text("")));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(number(1)), List.of(text("a"), text("b")));
  }
}
