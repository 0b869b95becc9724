package io.tidings.integration.workspace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workspace as it is on record.
 *
 * @param id a slug that people read: {@code default}, {@code shop-eu}
 * @param disabledAt since when its keys are refused; null where they are not
 */
record Workspace(String id, Instant createdAt, @Nullable Instant disabledAt) {}
