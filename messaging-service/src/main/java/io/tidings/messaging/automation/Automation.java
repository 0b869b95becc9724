package io.tidings.messaging.automation;

import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.send.SendClass;
import java.time.Instant;
import java.util.UUID;

/** When a user enters the segment, send the template. */
record Automation(
    String workspaceId,
    UUID id,
    String name,
    UUID segmentId,
    Channel channel,
    UUID templateId,
    SendClass sendClass,
    boolean enabled,
    Instant createdAt) {}
