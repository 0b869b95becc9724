package io.tidings.messaging.template;

/** What is to be said, as a caller names it. */
public sealed interface ContentSource {

  /**
   * @param idOrName of a template
   */
  record Named(String idOrName) implements ContentSource {}

  record Inline(Content content) implements ContentSource {}
}
