package io.tidings.user.attribute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Those who hold values of a subject's attributes: what a change of a type has to read and to
 * rewrite. One bean for each subject whose values are kept. Read in the order of their ids, a part
 * at a time.
 */
public interface AttributeHolders {
  AttributeSubject subject();

  /**
   * The values of an attribute among the next holders, removed ones not among them.
   *
   * @param after the last holder of the part before; null for the first
   */
  Part read(String workspaceId, String attribute, @Nullable UUID after, int size);

  /**
   * Rewrites the values of an attribute among the next holders and tells of each that differs as of
   * a change, in the transaction of the caller. The time by which the latest wins stays.
   *
   * @return the last holder that was looked at; null where there was none
   */
  @Nullable UUID rewrite(
      String workspaceId,
      String attribute,
      UnaryOperator<AttributeValue> rewriting,
      @Nullable UUID after,
      int size)
      throws SQLException;

  /**
   * @param last the last holder that was looked at; null where there was none
   */
  record Part(List<AttributeValue> values, @Nullable UUID last) {
    /** Of an attribute, from all attributes of each holder. */
    public static Part of(
        String attribute, List<Map<String, Attribute>> holders, @Nullable UUID last) {
      List<AttributeValue> values = new ArrayList<>();
      for (Map<String, Attribute> attributes : holders) {
        Attribute held = attributes.get(attribute);
        if (held != null && !held.value().isNothing()) {
          values.add(held.value());
        }
      }
      return new Part(values, last);
    }
  }
}
