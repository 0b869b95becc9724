package io.tidings.user.identity;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of some keys.
 *
 * @param owners of those that have one
 * @param erased when the owners that keys had before were last erased; keys of which nobody was are
 *     missing
 */
public record KnownKeys(Map<Key, Owner> owners, Map<Key, Instant> erased) {}
