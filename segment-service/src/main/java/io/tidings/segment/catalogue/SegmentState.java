package io.tidings.segment.catalogue;

/** How far the membership of a segment can be relied on. */
public enum SegmentState {
  /** Its definition is being computed over everyone; facts are noted and applied at the end. */
  COMPUTING,
  /** Membership is true and follows the facts. */
  LIVE,
  /** The computation could not be done; membership stays as it was. */
  FAILED
}
