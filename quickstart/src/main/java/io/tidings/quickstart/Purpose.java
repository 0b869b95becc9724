package io.tidings.quickstart;

/** What a system is started for. */
enum Purpose {
  /** To be used, with what Java learned in a rehearsal. */
  USE,
  /** To have Java learn. */
  REHEARSAL
}
