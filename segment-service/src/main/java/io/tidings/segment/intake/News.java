package io.tidings.segment.intake;

import io.tidings.segment.event.EventRepository.KeptEvent;
import io.tidings.segment.profile.AttributeChange;
import io.tidings.segment.profile.ProfileKey;
import java.util.List;
import java.util.UUID;

/** What a fact says, as far as this service has a use for it. */
sealed interface News {

  ProfileKey profile();

  /** Some attributes are new; none where other things of the profile changed. */
  record Changed(ProfileKey profile, long version, List<AttributeChange> attributes)
      implements News {}

  /**
   * Events that some definition counts.
   *
   * @param events at least one
   */
  record Happened(ProfileKey profile, List<KeptEvent> events) implements News {}

  /** The profile was absorbed by another. */
  record Merged(ProfileKey profile, UUID survivor) implements News {}

  record Erased(ProfileKey profile) implements News {}
}
