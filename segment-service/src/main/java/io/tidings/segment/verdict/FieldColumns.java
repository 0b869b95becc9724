package io.tidings.segment.verdict;

import io.tidings.segment.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * The attributes or properties that a query compares, each under a short name of its own: their
 * real names come from customers and enter SQL as arguments only.
 */
final class FieldColumns {
  private final String source;
  private final String alias;
  private final List<String> names = new ArrayList<>();

  /**
   * @param source the jsonb column that holds them by name
   * @param alias how the query calls them together
   */
  FieldColumns(String source, String alias) {
    this.source = source;
    this.alias = alias;
  }

  /** The expression that stands for the field. */
  String of(String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
    return "%s.f%d".formatted(alias, names.indexOf(name));
  }

  /** To be appended to the FROM clause, once all of them are known. */
  Sql join() {
    if (names.isEmpty()) {
      return Sql.NOTHING;
    }
    List<Sql> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(Sql.of("%s -> ? AS f%d".formatted(source, i), names.get(i)));
    }
    return Sql.of(" CROSS JOIN LATERAL (SELECT ").plus(Sql.join(", ", columns)).plus(") " + alias);
  }
}
