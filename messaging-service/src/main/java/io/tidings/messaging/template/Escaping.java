package io.tidings.messaging.template;

/** What becomes of the values that a template puts out; its own text stays as it is. */
enum Escaping {
  /** Values appear as they are. */
  NONE,
  /** Values cannot become markup, unless their author says `raw`. */
  HTML
}
