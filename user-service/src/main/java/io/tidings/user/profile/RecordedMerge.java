package io.tidings.user.profile;

import java.time.Instant;
import java.util.UUID;

/** A merge as it is on record. */
record RecordedMerge(UUID id, Merge merge, Instant at) {}
