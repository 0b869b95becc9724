package io.tidings.segment;

import io.micronaut.runtime.Micronaut;

/** The process. */
public final class SegmentService {
  private SegmentService() {}

  public static void main(String[] arguments) {
    Micronaut.run(SegmentService.class, arguments);
  }
}
