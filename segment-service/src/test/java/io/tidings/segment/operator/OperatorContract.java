package io.tidings.segment.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import io.tidings.testing.Backends;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every operator owes: the same answer in SQL as in memory, whatever the value, and operands
 * checked before they are used.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OperatorContract {
  private static final List<@Nullable FieldValue> VALUES =
      Arrays.asList(
          null,
          text(""),
          text("pro"),
          text("Pro"),
          text("prose"),
          text("a pro"),
          text("100"),
          text("true"),
          text("null"),
          text("%"),
          text("it's \"quoted\" \\ and {braced}"),
          text("naïve café"),
          text("nai\u0308ve"),
          text("日本語"),
          text("🙂 smile"),
          text("nul\0here"),
          text("line\nbreak"),
          number(0),
          number(-0.0),
          number(1),
          number(99.999999),
          number(100),
          number(100.5),
          number(-100),
          number(0.1),
          number(0.1 + 0.2),
          number(9_007_199_254_740_993.0),
          number(1e300),
          number(Double.MIN_VALUE),
          number(Double.MAX_VALUE),
          flag(true),
          flag(false),
          moment(0),
          moment(1_700_000_000_000L),
          moment(1_700_000_000_001L),
          moment(-62_000_000_000_000L),
          moment(253_402_300_799_999L),
          items(),
          items(text("pro"), number(1)),
          items(number(100), flag(false), moment(0)),
          items(items(text("pro"))),
          items(fields(Map.of("plan", text("pro")))),
          fields(Map.of()),
          fields(Map.of("plan", text("pro"))),
          fields(Map.of("$moment", number(0))),
          fields(Map.of("a.b", items(text("日本語")), "", flag(true))));

  /** Operands that most operators of one operand can be tried with. */
  private static final List<FieldValue> OPERANDS =
      List.of(
          text(""),
          text("pro"),
          text("%"),
          text("'"),
          text("日本"),
          text("🙂"),
          text("ï"),
          text("nul\0here"),
          number(0),
          number(1),
          number(100),
          number(0.3),
          number(1e300),
          flag(true),
          flag(false),
          moment(0),
          moment(1_700_000_000_000L),
          items(text("pro")),
          fields(Map.of()));

  private final Operator operator;
  private @Nullable Connection connection;

  OperatorContract(Operator operator) {
    this.operator = operator;
  }

  /** Values that compare so with the operands. */
  abstract List<Case> matching();

  /** Values that do not. */
  abstract List<Case> notMatching();

  /** Lists of operands that the operator cannot take. */
  abstract List<List<FieldValue>> refused();

  record Case(@Nullable FieldValue value, List<FieldValue> operands) {}

  @BeforeAll
  void connect() throws SQLException {
    connection = Backends.shared().database("operators").connect();
  }

  @AfterAll
  void disconnect() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }

  @Test
  void matchesWhatItShould() {
    assertThat(matching())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(operator.matches(each.value(), each.operands())).isTrue());
  }

  @Test
  void doesNotMatchWhatItShouldNot() {
    assertThat(notMatching())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(operator.matches(each.value(), each.operands())).isFalse());
  }

  @Test
  void answersInSqlAsInMemory() throws SQLException {
    for (List<FieldValue> operands : operandLists()) {
      List<@Nullable FieldValue> values = new ArrayList<>(VALUES);
      matching().forEach(each -> values.add(each.value()));
      notMatching().forEach(each -> values.add(each.value()));
      List<Boolean> inMemory =
          values.stream().map(value -> operator.matches(value, operands)).toList();
      assertThat(inSql(values, operands))
          .as("%s %s of %s", operator.id(), operands, values)
          .isEqualTo(inMemory);
    }
  }

  @Test
  void refusesOperandsThatItCannotTake() {
    assertThat(refused())
        .isNotEmpty()
        .allSatisfy(operands ->
            assertThat(operator.operands().problem(operator.id(), operands))
                .hasValueSatisfying(problem -> assertThat(problem).contains(operator.id())));
  }

  @Test
  void isFoundByItsId() {
    assertThat(new Operators(List.of(operator)).find(operator.id())).containsSame(operator);
  }

  private List<List<FieldValue>> operandLists() {
    List<List<FieldValue>> lists = new ArrayList<>();
    matching().forEach(each -> lists.add(each.operands()));
    notMatching().forEach(each -> lists.add(each.operands()));
    OPERANDS.stream()
        .map(List::of)
        .filter(operands -> operator.operands().problem(operator.id(), operands).isEmpty())
        .forEach(lists::add);
    return lists.stream().distinct().toList();
  }

  private List<Boolean> inSql(List<@Nullable FieldValue> values, List<FieldValue> operands)
      throws SQLException {
    Sql predicate = operator.predicate("v.value", operands);
    Connection open = Objects.requireNonNull(connection);
    try (var statement =
        open.prepareStatement(
            "SELECT coalesce(%s, false) FROM unnest(?::jsonb[]) WITH ORDINALITY AS v (value, position) ORDER BY position"
                .formatted(predicate.text()))) {
      int position = 1;
      for (Object argument : predicate.arguments()) {
        if (argument instanceof String[] texts) {
          statement.setArray(position++, open.createArrayOf("text", texts));
        } else {
          statement.setObject(position++, argument);
        }
      }
      statement.setArray(
          position,
          open.createArrayOf(
              "text",
              values.stream()
                  .map(value -> value == null ? null : FieldValueJson.write(value))
                  .toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        List<Boolean> answers = new ArrayList<>();
        while (rows.next()) {
          answers.add(rows.getBoolean(1));
        }
        return answers;
      }
    }
  }

  static Case of(@Nullable FieldValue value, FieldValue... operands) {
    return new Case(value, List.of(operands));
  }

  static FieldValue text(String text) {
    return new FieldValue.Text(text);
  }

  static FieldValue number(double number) {
    return new FieldValue.Number(number);
  }

  static FieldValue flag(boolean flag) {
    return new FieldValue.Flag(flag);
  }

  static FieldValue moment(long epochMillis) {
    return new FieldValue.Moment(epochMillis);
  }

  static FieldValue items(FieldValue... items) {
    return new FieldValue.Items(List.of(items));
  }

  static FieldValue fields(Map<String, FieldValue> fields) {
    return new FieldValue.Fields(fields);
  }
}
