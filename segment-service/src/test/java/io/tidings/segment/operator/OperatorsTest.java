package io.tidings.segment.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorsTest {

  @Test
  void refusesTwoOperatorsOfOneId() {
    assertThatThrownBy(() -> new Operators(List.of(new Equals(), new Named("equals"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'equals'")
        .hasMessageContaining(Equals.class.getName())
        .hasMessageContaining(Named.class.getName());
  }

  @Test
  void refusesAnIdThatIsNotWrittenAsIdsAre() {
    assertThatThrownBy(() -> new Operators(List.of(new Named("Is Like"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'Is Like'");
  }

  @Test
  void listsIdsInOrder() {
    assertThat(new Operators(List.of(new StartsWith(), new Equals())).ids())
        .containsExactly("equals", "starts_with");
  }

  private record Named(String id) implements Operator {
    @Override
    public Operands operands() {
      return Operands.none();
    }

    @Override
    public boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
      return false;
    }

    @Override
    public Sql predicate(String value, List<FieldValue> operands) {
      return Sql.of("false");
    }
  }
}
