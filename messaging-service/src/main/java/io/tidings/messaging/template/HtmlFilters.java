package io.tidings.messaging.template;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/** The filters that know what is markup; in HTML they stand in for the language's own. */
final class HtmlFilters {
  private static final Pattern ENTITY =
      Pattern.compile("&(#\\d{1,7}|#x[0-9a-fA-F]{1,6}|\\w{1,31});");

  private HtmlFilters() {}

  static List<Filter> all() {
    return List.of(
        // The author vouches for the value: `{{ data.table | raw }}`.
        new Marking("raw", value -> new SafeHtml(String.valueOf(value))),
        new Marking("escape", SafeHtml::escape),
        new Marking("h", SafeHtml::escape),
        new Marking("escape_once", HtmlFilters::escapeOnce),
        new Marking(
            "newline_to_br",
            value -> new SafeHtml(SafeHtml.escape(value).html().replace("\n", "<br />\n"))));
  }

  private static Object escapeOnce(Object value) {
    StringBuilder once = new StringBuilder();
    String text = String.valueOf(value);
    Matcher entity = ENTITY.matcher(text);
    int from = 0;
    while (entity.find()) {
      once.append(SafeHtml.escape(text.substring(from, entity.start())).html())
          .append(entity.group());
      from = entity.end();
    }
    return new SafeHtml(once.append(SafeHtml.escape(text.substring(from)).html()).toString());
  }

  /** `raw` where nothing is escaped anyway, so that the same text serves as HTML and as text. */
  static Filter rawInText() {
    return new Marking("raw", value -> value);
  }

  private static final class Marking extends Filter {
    private final UnaryOperator<Object> mark;

    Marking(String name, UnaryOperator<Object> mark) {
      super(name);
      this.mark = mark;
    }

    @Override
    public @Nullable Object apply(
        @Nullable Object value, TemplateContext context, @Nullable Object... params) {
      return value == null ? null : mark.apply(value);
    }
  }
}
