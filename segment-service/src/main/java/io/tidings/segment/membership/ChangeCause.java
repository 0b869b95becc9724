package io.tidings.segment.membership;

/** Why a membership changed. */
public enum ChangeCause {
  /** The segment was computed over everyone. */
  COMPUTATION,
  /** Something of the profile changed. */
  FACT,
  /** Time passed. */
  TIME
}
