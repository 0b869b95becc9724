package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.Map;

class IsSetTest extends OperatorContract {
  IsSetTest() {
    super(new IsSet());
  }

  @Override
  List<Case> matching() {
    return List.of(of(text("")), of(flag(false)), of(items()), of(fields(Map.of())));
  }

  @Override
  List<Case> notMatching() {
    return List.of(of(null));
  }

  @Override
  List<List<FieldValue>> refused() {
    return List.of(List.of(flag(true)));
  }
}
