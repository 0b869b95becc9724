package io.tidings.segment.membership;

import java.util.UUID;

/**
 * A profile came into a segment or left it.
 *
 * @param entered whether it came
 * @param entryNumber of the entry that this is or that it ends
 */
public record MembershipChange(
    String workspaceId,
    UUID segmentId,
    String segmentName,
    UUID profileId,
    boolean entered,
    long entryNumber,
    long occurredMillis,
    ChangeCause cause) {}
