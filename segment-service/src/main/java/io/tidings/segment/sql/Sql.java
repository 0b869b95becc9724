package io.tidings.segment.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of SQL with the arguments of its placeholders, in their order.
 *
 * @param arguments text, numbers, booleans, UUIDs, instants, byte arrays, nulls, and arrays of
 *     these
 */
public record Sql(String text, List<@Nullable Object> arguments) {

  public static final Sql NOTHING = Sql.of("");

  public Sql {
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
  }

  public static Sql of(String text, @Nullable Object... arguments) {
    return new Sql(text, Arrays.asList(arguments));
  }

  public Sql plus(Sql next) {
    List<@Nullable Object> all = new ArrayList<>(arguments);
    all.addAll(next.arguments);
    return new Sql(text + next.text, all);
  }

  public Sql plus(String next, @Nullable Object... more) {
    return plus(of(next, more));
  }

  public static Sql join(String delimiter, List<Sql> fragments) {
    StringBuilder text = new StringBuilder();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Sql fragment : fragments) {
      if (fragment != fragments.getFirst()) {
        text.append(delimiter);
      }
      text.append(fragment.text);
      arguments.addAll(fragment.arguments);
    }
    return new Sql(text.toString(), arguments);
  }
}
