package io.tidings.outbox;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.UUID;

/** How facts are partitioned: the same number for every service of an installation. */
@Singleton
final class Partitions {
  private final int count;

  Partitions(@Value("${tidings.partitions:4}") int count) {
    if (count < 1 || count > 256 || Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException(
          "tidings.partitions is %d, but must be a power of two from 1 to 256".formatted(count));
    }
    this.count = count;
  }

  int count() {
    return count;
  }

  /**
   * Where facts about the profile travel. Part of what the services agree on: all facts of a
   * profile take the same way in every release. The bits are mixed (the finalizer of MurmurHash3),
   * for the ids of the profiles of one import share their leading bits.
   */
  int of(UUID profileId) {
    long mixed = profileId.getMostSignificantBits() ^ profileId.getLeastSignificantBits();
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    mixed ^= mixed >>> 33;
    return (int) (mixed & (count - 1));
  }
}
