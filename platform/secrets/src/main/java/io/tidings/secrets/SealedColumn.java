package io.tidings.secrets;

import java.util.List;
import java.util.function.Function;

/**
 * A column that holds what {@link Secrets} sealed, or null, or, as an earlier version left it,
 * clear bytes that {@link Secrets#isSealed} tells from sealed ones. One bean for each, so that a
 * rotation finds it.
 *
 * @param key the table's primary key, in its order
 * @param also further columns that the context is made of
 * @param context of a row's value, from the texts of its {@code key} and {@code also}
 */
public record SealedColumn(
    String table,
    String column,
    List<Key> key,
    List<String> also,
    Function<List<String>, String> context) {

  public SealedColumn(
      String table, String column, List<Key> key, Function<List<String>, String> context) {
    this(table, column, key, List.of(), context);
  }

  /**
   * @param type as PostgreSQL calls it
   */
  public record Key(String column, String type) {
    public static Key text(String column) {
      return new Key(column, "text");
    }

    public static Key bigint(String column) {
      return new Key(column, "bigint");
    }

    public static Key uuid(String column) {
      return new Key(column, "uuid");
    }
  }

  public SealedColumn {
    key = List.copyOf(key);
    also = List.copyOf(also);
  }
}
