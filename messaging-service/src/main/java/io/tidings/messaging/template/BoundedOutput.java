package io.tidings.messaging.template;

import liqp.RenderTransformer;
import liqp.TemplateContext;

/** Puts a block's output together within the limits, and remembers that HTML is markup already. */
record BoundedOutput(Escaping escaping) implements RenderTransformer {

  @Override
  public ObjectAppender.Controller newObjectAppender(TemplateContext context, int estimate) {
    // The estimate is the template's word (the length of a range): nothing is reserved by it.
    StringBuilder output = new StringBuilder();
    return new ObjectAppender.Controller() {
      @Override
      public void append(Object value) {
        RenderLimits.checkTime(context);
        output.append(value instanceof CharSequence text ? text : String.valueOf(value));
        if (output.length() > RenderLimits.RENDERED_CHARACTERS) {
          throw new RenderException(
              "it came to more than %d characters".formatted(RenderLimits.RENDERED_CHARACTERS));
        }
      }

      @Override
      public Object getResult() {
        String text = output.toString();
        return escaping == Escaping.HTML ? new SafeHtml(text) : text;
      }
    };
  }

  @Override
  public Object transformObject(TemplateContext context, Object value) {
    return String.valueOf(value);
  }
}
