package io.tidings.segment.verdict;

import io.tidings.segment.sql.Sql;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which profiles are asked for.
 *
 * @param after only greater ids; null: from the first
 * @param last only ids up to this one; null: to the last
 */
public record ProfileRange(@Nullable UUID after, @Nullable UUID last) {
  public static final ProfileRange EVERYONE = new ProfileRange(null, null);

  /** To be appended to a WHERE clause. */
  Sql condition(String column) {
    Sql condition = Sql.NOTHING;
    if (after != null) {
      condition = condition.plus(" AND " + column + " > ?", after);
    }
    if (last != null) {
      condition = condition.plus(" AND " + column + " <= ?", last);
    }
    return condition;
  }
}
