package io.tidings.messaging.template;

import java.time.Instant;
import java.util.UUID;

/**
 * Content with a name.
 *
 * @param version from 1, one more with each update
 */
public record Template(
    UUID id,
    String name,
    int version,
    UUID contentId,
    Content content,
    Instant createdAt,
    Instant updatedAt) {}
