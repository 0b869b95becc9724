package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;

/**
 * Sends that wait in one line. A slow provider, a large broadcast or a busy workspace holds up its
 * own line only.
 */
public record Lane(String workspaceId, Channel channel, boolean bulk) {}
