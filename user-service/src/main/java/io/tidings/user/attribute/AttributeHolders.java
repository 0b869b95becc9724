package io.tidings.user.attribute;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Those who hold values of a subject's attributes: what a change of a type has to read and to
 * rewrite, in the transaction of the caller. One bean for each subject whose values are kept.
 */
public interface AttributeHolders<T extends AttributeHolder> {
  AttributeSubject subject();

  /**
   * The next holders in the order of their ids: at most so many; none where nobody follows.
   *
   * @param after the last holder of the part before; null for the first
   */
  List<T> page(String workspaceId, @Nullable UUID after, int size) throws SQLException;

  /**
   * Rewrites the values of an attribute and tells of each that differs as of a change. The time by
   * which the latest wins stays.
   *
   * @param holders as they were read; they are locked first, and rewritten as they are then
   */
  void rewrite(
      String workspaceId,
      String attribute,
      UnaryOperator<AttributeValue> rewriting,
      List<T> holders)
      throws SQLException;
}
