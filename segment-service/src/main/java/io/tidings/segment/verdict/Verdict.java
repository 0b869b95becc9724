package io.tidings.segment.verdict;

/**
 * What a definition says of a profile.
 *
 * @param changesAt epoch milliseconds before which the passing of time does not change it; {@link
 *     #NEVER} when it never does
 */
public record Verdict(boolean member, long changesAt) {
  public static final long NEVER = Long.MAX_VALUE;

  /** Of a profile that is not known, or no more. */
  public static final Verdict NOBODY = new Verdict(false, NEVER);
}
