package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;

/**
 * @param reason of discards; empty otherwise
 */
record SendCount(Channel channel, State state, String reason, long count) {}
