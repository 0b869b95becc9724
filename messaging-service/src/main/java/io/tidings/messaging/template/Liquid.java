package io.tidings.messaging.template;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liqp.Template;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.exceptions.LiquidException;
import liqp.filters.Filters;
import liqp.nodes.LNode;
import liqp.parser.Flavor;
import org.jspecify.annotations.Nullable;

/**
 * One parsed part of a content. Thread-safe, although liqp's templates and nodes are not (they keep
 * the values of the rendering under way in fields): each rendering borrows a tree of its own. It
 * also goes round liqp's own limits, which take a thread per rendering.
 */
final class Liquid {
  private static final Map<Escaping, TemplateParser> PARSERS =
      Map.of(Escaping.NONE, parser(Escaping.NONE), Escaping.HTML, parser(Escaping.HTML));
  private static final Pattern POSITION =
      Pattern.compile(
          "^(?:error on |parser error \")?(?:line (\\d+), index \\d+: )?(.*)$", Pattern.DOTALL);
  private static final Pattern PARSER_ERROR =
      Pattern.compile("^(?:parser|lexer) error \"(.*)\" on line \\d+, index \\d+$", Pattern.DOTALL);

  private final Escaping escaping;
  private final TemplateParser parser;
  private final @Nullable Template parsed;
  private final String source;
  private final Queue<LNode> trees = new ConcurrentLinkedQueue<>();

  private Liquid(
      Escaping escaping, TemplateParser parser, @Nullable Template parsed, String source) {
    this.escaping = escaping;
    this.parser = parser;
    this.parsed = parsed;
    this.source = source;
  }

  /**
   * @throws LiquidSyntaxException if it is not Liquid, or uses what there is not
   */
  static Liquid parse(String source, Escaping escaping) {
    TemplateParser parser = PARSERS.get(escaping);
    if (parser == null) {
      throw new IllegalStateException("no parser for " + escaping);
    }
    if (!source.contains("{{") && !source.contains("{%")) {
      return new Liquid(escaping, parser, null, source);
    }
    try {
      Liquid liquid = new Liquid(escaping, parser, parser.parse(source), source);
      // What a tree cannot be made of (an unknown filter or tag) is refused now and not when
      // sending.
      liquid.trees.add(liquid.tree());
      return liquid;
    } catch (LiquidException e) {
      Matcher message = PARSER_ERROR.matcher(String.valueOf(e.getMessage()));
      throw new LiquidSyntaxException(
          e.line, message.matches() ? message.group(1) : String.valueOf(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new LiquidSyntaxException(1, "tags are nested too deep", e);
    } catch (RuntimeException e) {
      Matcher message = POSITION.matcher(String.valueOf(e.getMessage()));
      if (!message.matches()) {
        throw new LiquidSyntaxException(1, String.valueOf(e.getMessage()), e);
      }
      String line = message.group(1);
      throw new LiquidSyntaxException(
          line == null ? 1 : Integer.parseInt(line), message.group(2), e);
    }
  }

  /**
   * @throws RenderException if it costs too much, or a value is not what a filter needs
   */
  String render(Map<String, ? extends @Nullable Object> variables) {
    if (parsed == null) {
      return source;
    }
    LNode tree = trees.poll();
    if (tree == null) {
      tree = tree();
    }
    TemplateContext context = new TemplateContext(parser, new HashMap<>(variables));
    RenderLimits.start(context);
    try {
      String rendered = String.valueOf(tree.render(context));
      trees.add(tree);
      return rendered;
    } catch (RenderException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new RenderException(reason(e), e);
    }
  }

  private LNode tree() {
    if (parsed == null) {
      throw new IllegalStateException("plain text has no tree");
    }
    return new Trees(parser, escaping).visit(parsed.getParseTree());
  }

  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RenderException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return String.valueOf(failure.getMessage());
  }

  private static TemplateParser parser(Escaping escaping) {
    TemplateParser.Builder builder =
        new TemplateParser.Builder()
            .withFlavor(Flavor.LIQUID)
            .withErrorMode(TemplateParser.ErrorMode.STRICT)
            .withStrictTypedExpressions(false)
            .withDefaultTimeZone(ZoneOffset.UTC)
            .withMaxIterations(RenderLimits.ITERATIONS)
            .withRenderTransformer(new BoundedOutput(escaping));
    Filters.DEFAULT_FILTERS
        .values()
        .forEach(filter -> builder.withFilter(new BoundedFilter(filter)));
    switch (escaping) {
      case NONE -> builder.withFilter(HtmlFilters.rawInText());
      case HTML ->
          HtmlFilters.all().forEach(filter -> builder.withFilter(new BoundedFilter(filter)));
    }
    return builder.build();
  }
}
