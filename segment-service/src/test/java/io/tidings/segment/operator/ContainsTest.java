package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.Map;

class ContainsTest extends OperatorContract {
  ContainsTest() {
    super(new Contains());
  }

  @Override
  List<Case> matching() {
    return List.of(
        of(text("a pro"), text("pro")),
        of(text("naïve café"), text("ï")),
        of(text("100 %"), text("%")),
        of(items(text("pro"), number(1)), text("pro")),
        of(items(number(1)), number(1)),
        of(items(moment(7)), moment(7)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(text("a Pro"), text("pro")),
        of(number(100), number(1)),
        of(items(text("prose")), text("pro")),
        of(items(items(text("pro"))), text("pro")),
        of(items(fields(Map.of("$moment", number(7)))), moment(7)),
        of(null, text("pro")));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(items()), List.of(text("a"), text("b")));
  }
}
