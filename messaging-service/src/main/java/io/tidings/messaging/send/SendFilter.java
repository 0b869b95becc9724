package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which sends are meant: all that is not null must hold. */
record SendFilter(
    @Nullable String userId,
    @Nullable UUID broadcastId,
    @Nullable UUID automationId,
    @Nullable Channel channel,
    @Nullable State state,
    @Nullable UUID profileId) {}
