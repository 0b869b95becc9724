package io.tidings.user.profile;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The profile that an update was about.
 *
 * @param userId null while anonymous
 * @param created whether this update created it
 */
public record Identified(UUID profileId, @Nullable String userId, boolean created) {}
