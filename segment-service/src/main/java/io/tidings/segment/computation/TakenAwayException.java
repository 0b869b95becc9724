package io.tidings.segment.computation;

/** The segment is another by now, or another replica computes it: what was done here is void. */
final class TakenAwayException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
