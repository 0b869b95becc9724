package io.tidings.user.attribute;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The latest value of one attribute. A removed attribute stays as {@code Nothing} with its time, so
 * that an older call that arrives late does not bring it back.
 *
 * @param writtenAt when the call that set it happened: the time by which the latest wins
 */
public record Attribute(AttributeValue value, Instant writtenAt) {
  /** When a value was derived rather than told: whatever is told wins over it. */
  public static final Instant DERIVED = Instant.EPOCH;

  /** The value rewritten; it keeps its time. Itself where nothing comes of it. */
  public Attribute rewritten(UnaryOperator<AttributeValue> rewriting) {
    AttributeValue next = value.isNothing() ? value : rewriting.apply(value);
    return next.equals(value) ? this : new Attribute(next, writtenAt);
  }

  /**
   * Whether this wins over the other. Of two values with the same time neither is the later; then
   * the greater text wins, which is arbitrary but the same in whichever order they arrive.
   */
  public boolean winsOver(@Nullable Attribute other) {
    if (other == null) {
      return true;
    }
    int order = writtenAt.compareTo(other.writtenAt);
    return order > 0 || (order == 0 && value.toString().compareTo(other.value.toString()) > 0);
  }
}
