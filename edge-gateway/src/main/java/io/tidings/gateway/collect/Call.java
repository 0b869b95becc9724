package io.tidings.gateway.collect;

import io.tidings.proto.event.v1.Event;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.ProfileUpdate;
import org.jspecify.annotations.Nullable;

/**
 * One call in the platform's own terms.
 *
 * @param messageId the caller's id of the call, or one made here
 * @param update what it tells of its user; resolves the profile where it tells nothing
 * @param event what happened, to which its profile is to be added; null when nothing did
 * @param company what is told of the company that the user is part of; null when nothing is
 */
record Call(
    String messageId,
    ProfileUpdate update,
    Event.@Nullable Builder event,
    @Nullable CompanyUpdate company) {
  /** Whether the update names the user and nothing more, so that calls of one user can share it. */
  boolean onlyResolves() {
    return update.getAttributesCount() == 0
        && update.getDevicesCount() == 0
        && update.getIdentifiersCount() == 0
        && update.getPreviousCount() == 0
        && update.getPageViews() == 0
        && !update.getSeen();
  }
}
