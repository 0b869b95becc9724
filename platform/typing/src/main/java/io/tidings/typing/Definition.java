package io.tidings.typing;

import java.time.Instant;

/**
 * The type of one name.
 *
 * @param changedAt when it was defined or last given another type
 */
public record Definition(
    String scope, String name, ValueType type, Instant definedAt, Instant changedAt) {}
