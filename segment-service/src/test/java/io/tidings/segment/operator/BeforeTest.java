package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.Map;

class BeforeTest extends OperatorContract {
  BeforeTest() {
    super(new Before());
  }

  @Override
  List<Case> matching() {
    return List.of(of(moment(4), moment(5)), of(moment(-1), moment(0)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(moment(5), moment(5)),
        of(number(4), moment(5)),
        of(text("1970-01-01T00:00:00Z"), moment(5)),
        of(fields(Map.of("$moment", number(4))), moment(5)),
        of(null, moment(5)));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(number(5)), List.of(text("2026-01-01")));
  }
}
