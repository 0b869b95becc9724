package io.tidings.integration.key;

import io.tidings.rpc.SourceSettings;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is on record: everything but its secret.
 *
 * @param name what it is for, in the words of whoever made it
 * @param hint the first and last characters of the secret
 * @param settings how what comes with it is taken
 */
record ApiKey(
    String workspaceId,
    UUID id,
    KeyKind kind,
    String name,
    String hint,
    SourceSettings settings,
    Instant createdAt,
    @Nullable Instant revokedAt) {}
