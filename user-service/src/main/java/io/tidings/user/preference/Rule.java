package io.tidings.user.preference;

import java.util.UUID;

/** What a user said: whether a channel may be used for a category. */
record Rule(UUID categoryId, String channel, boolean enabled) {}
