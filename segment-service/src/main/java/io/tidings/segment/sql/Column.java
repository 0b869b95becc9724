package io.tidings.segment.sql;

import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One value of each row, as the array that a statement unnests: many rows, one statement. */
public final class Column {
  private Column() {}

  public static <R> @Nullable String[] texts(
      Collection<R> rows, Function<R, @Nullable String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  public static <R> @Nullable UUID[] ids(Collection<R> rows, Function<R, @Nullable UUID> value) {
    return rows.stream().map(value).toArray(UUID[]::new);
  }

  public static <R> @Nullable Long[] longs(Collection<R> rows, Function<R, @Nullable Long> value) {
    return rows.stream().map(value).toArray(Long[]::new);
  }

  public static <R> Integer[] integers(Collection<R> rows, Function<R, Integer> value) {
    return rows.stream().map(value).toArray(Integer[]::new);
  }

  public static <R> Boolean[] flags(Collection<R> rows, Function<R, Boolean> value) {
    return rows.stream().map(value).toArray(Boolean[]::new);
  }
}
