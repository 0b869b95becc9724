package io.tidings.user.preference;

import java.time.Instant;
import java.util.UUID;

/**
 * That a user does not want a category on a channel.
 *
 * @param profileId as it was asked for
 * @param category the customer's id of it
 */
record OptOut(UUID profileId, UUID categoryId, String category, String channel, Instant since) {}
