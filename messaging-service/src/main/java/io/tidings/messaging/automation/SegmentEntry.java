package io.tidings.messaging.automation;

import java.time.Instant;
import java.util.UUID;

/**
 * A user entered a segment.
 *
 * @param number which entry of this user into this segment
 * @param at when segment-service noticed
 */
public record SegmentEntry(
    String workspaceId, UUID segmentId, UUID profileId, long number, Instant at) {}
