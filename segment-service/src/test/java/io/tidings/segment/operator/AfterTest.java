package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;

class AfterTest extends OperatorContract {
  AfterTest() {
    super(new After());
  }

  @Override
  List<Case> matching() {
    return List.of(of(moment(6), moment(5)), of(moment(0), moment(-1)));
  }

  @Override
  List<Case> notMatching() {
    return List.of(
        of(moment(5), moment(5)),
        of(number(6), moment(5)),
        of(items(moment(6)), moment(5)),
        of(null, moment(5)));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(), List.of(number(5)), List.of(moment(1), moment(2)));
  }
}
