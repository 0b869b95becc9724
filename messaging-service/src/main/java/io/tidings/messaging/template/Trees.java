package io.tidings.messaging.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import liqp.TemplateParser;
import liqp.exceptions.LiquidException;
import liqp.nodes.BlockNode;
import liqp.nodes.LNode;
import liqp.parser.v4.NodeVisitor;
import liquid.parser.v4.LiquidParser.BlockContext;
import liquid.parser.v4.LiquidParser.Cycle_tagContext;
import liquid.parser.v4.LiquidParser.Include_relative_tagContext;
import liquid.parser.v4.LiquidParser.Include_tagContext;
import liquid.parser.v4.LiquidParser.OutputContext;
import org.jspecify.annotations.Nullable;

/** Makes what is rendered out of what was parsed. */
final class Trees extends NodeVisitor {
  private static final int MAX_DEPTH = 50;

  private final Escaping escaping;
  private int depth;

  Trees(TemplateParser parser, Escaping escaping) {
    super(parser.insertions, parser.filters, parser.liquidStyleInclude);
    this.escaping = escaping;
  }

  @Override
  public BlockNode visitBlock(BlockContext block) {
    if (++depth > MAX_DEPTH) {
      throw new LiquidException("tags are nested more than %d deep".formatted(MAX_DEPTH), block);
    }
    try {
      return super.visitBlock(block);
    } finally {
      depth--;
    }
  }

  @Override
  public LNode visitOutput(OutputContext output) {
    return escaped(super.visitOutput(output));
  }

  @Override
  public LNode visitCycle_tag(Cycle_tagContext cycle) {
    return escaped(super.visitCycle_tag(cycle));
  }

  @Override
  public LNode visitInclude_tag(Include_tagContext include) {
    // The language would read it from this machine's disk.
    throw new LiquidException("'include' is not available here", include);
  }

  @Override
  public LNode visitInclude_relative_tag(Include_relative_tagContext include) {
    throw new LiquidException("'include_relative' is not available here", include);
  }

  private LNode escaped(LNode node) {
    return switch (escaping) {
      case NONE -> node;
      case HTML -> context -> escaped(node.render(context));
    };
  }

  private static @Nullable Object escaped(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Collection<?> many -> escapedAll(many);
      case Object[] many -> escapedAll(Arrays.asList(many));
      default -> SafeHtml.escape(value);
    };
  }

  private static List<@Nullable Object> escapedAll(Collection<?> values) {
    List<@Nullable Object> escaped = new ArrayList<>(values.size());
    for (Object value : values) {
      escaped.add(escaped(value));
    }
    return escaped;
  }
}
