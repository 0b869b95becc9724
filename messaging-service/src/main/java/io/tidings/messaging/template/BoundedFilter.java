package io.tidings.messaging.template;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/** A filter of the language, kept from making something huge out of something small. */
final class BoundedFilter extends Filter {
  private static final Set<String> ARITHMETIC =
      Set.of(
          "abs",
          "at_least",
          "at_most",
          "ceil",
          "divided_by",
          "floor",
          "minus",
          "modulo",
          "plus",
          "round",
          "times");
  private static final Pattern PLAIN_NUMBER =
      Pattern.compile("\\s*[+-]?\\d{0,50}(\\.\\d{0,50})?\\s*");

  private final Filter filter;

  BoundedFilter(Filter filter) {
    super(filter.getName());
    this.filter = filter;
  }

  @Override
  public @Nullable Object apply(
      @Nullable Object value, TemplateContext context, @Nullable Object... params) {
    RenderLimits.checkTime(context);
    if (ARITHMETIC.contains(name)) {
      value = number(value);
      for (int i = 0; i < params.length; i++) {
        params[i] = number(params[i]);
      }
    }
    RenderLimits.checkLength(estimate(value, context, params));
    Object result = filter.apply(value, context, params);
    if (result instanceof CharSequence text) {
      RenderLimits.checkLength(text.length());
    } else if (result instanceof BigDecimal number
        && (number.precision() > RenderLimits.DIGITS
            || Math.abs((long) number.scale()) > RenderLimits.DIGITS)) {
      throw new RenderException(
          "a number grew to more than %d digits".formatted(RenderLimits.DIGITS));
    }
    return result;
  }

  /** Text that is no plain number counts as 0, as Liquid has it; `1e999999999` is not plain. */
  private static @Nullable Object number(@Nullable Object value) {
    return value instanceof CharSequence text && !isNumber(text) ? Integer.valueOf(0) : value;
  }

  private static boolean isNumber(CharSequence text) {
    return PLAIN_NUMBER.matcher(text).matches() && text.chars().anyMatch(Character::isDigit);
  }

  /** How long the result can become, for those filters that multiply. */
  private long estimate(
      @Nullable Object value, TemplateContext context, @Nullable Object... params) {
    return switch (name) {
      case "replace" ->
          params.length < 2
              ? 0
              : (long) (length(value) / Math.max(1, length(params[0])) + 1) * length(params[1]);
      case "join" ->
          params.length < 1 || !(value instanceof Collection<?> all)
              ? 0
              : (long) all.size() * length(params[0]);
      default -> 0;
    };
  }

  private static int length(@Nullable Object value) {
    return value instanceof CharSequence text ? text.length() : 0;
  }
}
