package io.tidings.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry that a consumer group gave up on.
 *
 * @param entryId the entry, as in the log of the service that gave it up; empty where the message
 *     could not be read
 * @param publisher whose facts it holds; empty where the message could not be read
 * @param facts how many facts it holds
 * @param reason the kinds of failure from the outermost to the root; no message texts, for these
 *     may quote personal data
 * @param place where it failed: the top of the root cause's stack
 * @param at when the group gave it up; null where the broker did
 */
public record DeadLetter(
    String group,
    int partition,
    String entryId,
    String publisher,
    int facts,
    String reason,
    String place,
    @Nullable Instant at) {}
