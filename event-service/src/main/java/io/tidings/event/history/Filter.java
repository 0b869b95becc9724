package io.tidings.event.history;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a workspace are meant; all that is set must hold.
 *
 * @param names any of these; empty: of any name
 * @param exceptNames none of these
 * @param from not before
 * @param to before
 */
record Filter(
    @Nullable UUID profileId,
    List<String> names,
    List<String> exceptNames,
    @Nullable Instant from,
    @Nullable Instant to) {
  Filter {
    names = List.copyOf(names);
    exceptNames = List.copyOf(exceptNames);
  }
}
