package io.tidings.segment.intake;

import io.micronaut.data.exceptions.DataAccessException;
import io.tidings.erasure.Erasures;
import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import io.tidings.proto.user.v1.ProfileChanged;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfilesMerged;
import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.TrackedEvent;
import io.tidings.segment.contact.ContactDigests;
import io.tidings.segment.event.EventRepository.KeptEvent;
import io.tidings.segment.event.RecordedEventWire;
import io.tidings.segment.profile.AttributeChange;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.profile.Stamp;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueWire;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The consumer group {@code segment}: reads facts and has them applied. */
@Singleton
final class ProjectionConsumer implements FactConsumer {
  /** What definitions call the customer's id of the user, as if it were an attribute. */
  private static final String USER_ID = "user_id";

  /**
   * A user id never changes. Where two profiles with one each are joined, the one told by the
   * higher version is that of the profile that stays.
   */
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final Catalogues catalogues;
  private final Projection projection;
  private final Erasures erasures;
  private final ContactDigests contacts;

  ProjectionConsumer(
      Catalogues catalogues, Projection projection, Erasures erasures, ContactDigests contacts) {
    this.catalogues = catalogues;
    this.projection = projection;
    this.erasures = erasures;
    this.contacts = contacts;
  }

  @Override
  public String group() {
    return "segment";
  }

  @Override
  public Set<String> publishers() {
    return Set.of("user", "event");
  }

  @Override
  public void consume(List<ReceivedFact> facts) {
    Catalogue catalogue = catalogues.held();
    List<News> news = new ArrayList<>();
    for (ReceivedFact fact : facts) {
      ProfileKey profile = new ProfileKey(fact.workspaceId(), fact.profileId());
      if (fact.is(EventsRecorded.class)) {
        List<KeptEvent> events = counted(catalogue, profile, fact.unpack(EventsRecorded.class));
        if (!events.isEmpty()) {
          news.add(new News.Happened(profile, events));
        }
      } else if (fact.is(ProfileChanged.class)) {
        news.add(changed(profile, fact.unpack(ProfileChanged.class)));
      } else if (fact.is(ProfilesMerged.class)) {
        ProfilesMerged merged = fact.unpack(ProfilesMerged.class);
        news.add(
            new News.Merged(
                new ProfileKey(fact.workspaceId(), UUID.fromString(merged.getAbsorbedProfileId())),
                UUID.fromString(merged.getProfileId())));
      } else if (fact.is(ProfileErased.class)) {
        news.add(new News.Erased(profile));
      }
    }
    if (!news.isEmpty()) {
      Map<ProfileKey, Integer> removed = projection.apply(catalogue, news);
      facts.stream()
          .filter(fact -> fact.is(ProfileErased.class))
          .forEach(fact -> noteErasure(fact, removed));
    }
  }

  private void noteErasure(ReceivedFact fact, Map<ProfileKey, Integer> removed) {
    ProfileKey profile = new ProfileKey(fact.workspaceId(), fact.profileId());
    try {
      erasures.note(
          fact.workspaceId(),
          fact.unpack(ProfileErased.class).getErasureId(),
          fact.profileId(),
          Map.of("projected_profiles", 1, "projected_events", removed.getOrDefault(profile, 0)));
    } catch (SQLException e) {
      throw new DataAccessException("an erasure could not be noted", e);
    }
  }

  private static List<KeptEvent> counted(
      Catalogue catalogue, ProfileKey profile, EventsRecorded message) {
    List<KeptEvent> events = new ArrayList<>();
    for (Event event : message.getEventsList()) {
      TrackedEvent tracked =
          catalogue.event(profile.workspaceId(), FieldValueWire.name(event.getName()));
      if (tracked != null) {
        events.add(
            new KeptEvent(
                profile,
                tracked.id(),
                RecordedEventWire.read(event).keeping(tracked.properties())));
      }
    }
    return events;
  }

  private News changed(ProfileKey profile, ProfileChanged message) {
    List<AttributeChange> attributes = new ArrayList<>();
    for (var change : message.getAttributesList()) {
      long micros =
          change.getOccurredAt().getSeconds() * 1_000_000
              + change.getOccurredAt().getNanos() / 1000;
      String name = FieldValueWire.name(change.getName());
      FieldValue value = FieldValueWire.read(change.getValue());
      attributes.add(
          new AttributeChange(
              name,
              value == null ? null : contacts.of(name, value),
              new Stamp(micros, message.getVersion())));
    }
    if (!message.getUserId().isEmpty()) {
      attributes.add(
          new AttributeChange(
              USER_ID,
              new FieldValue.Text(message.getUserId()),
              new Stamp(FOR_EVER, message.getVersion())));
    }
    return new News.Changed(profile, message.getVersion(), attributes);
  }
}
