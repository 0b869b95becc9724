package io.tidings.integration.workspace;

import java.time.Instant;

/**
 * A workspace as it is on record.
 *
 * @param id a slug that people read: {@code default}, {@code shop-eu}
 */
record Workspace(String id, Instant createdAt) {}
