package io.tidings.event.history;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.tidings.erasure.Erasures;
import io.tidings.event.history.DepartedProfiles.Departure;
import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfilesMerged;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Lets history follow profiles that are merged, and forgets those that are erased. */
@Singleton
final class ProfileFactsConsumer implements FactConsumer {
  private final DepartedProfiles departed;
  private final EventRepository events;
  private final Erasures erasures;

  ProfileFactsConsumer(DepartedProfiles departed, EventRepository events, Erasures erasures) {
    this.departed = departed;
    this.events = events;
    this.erasures = erasures;
  }

  @Override
  public String group() {
    return "event";
  }

  @Override
  public Set<String> publishers() {
    return Set.of("user");
  }

  /** Of a changed profile history knows nothing. */
  @Override
  public Predicate<ReceivedFact> interestIn(List<ReceivedFact> facts) {
    return fact -> fact.is(ProfilesMerged.class) || fact.is(ProfileErased.class);
  }

  /**
   * Notes the departures. Not while events are moved: a departure waits for recordings, and a
   * recording may wait for rows that are being moved.
   */
  @Override
  public void prepare(List<ReceivedFact> facts) {
    byWorkspace(facts)
        .forEach((workspaceId, its) ->
            departed.note(workspaceId, its.stream().map(ProfileFactsConsumer::departure).toList()));
  }

  @Override
  public void consume(List<ReceivedFact> facts) {
    byWorkspace(facts).forEach(this::follow);
  }

  private static Map<String, List<ReceivedFact>> byWorkspace(List<ReceivedFact> facts) {
    return facts.stream()
        .collect(groupingBy(ReceivedFact::workspaceId, LinkedHashMap::new, toList()));
  }

  private static Departure departure(ReceivedFact fact) {
    if (fact.is(ProfileErased.class)) {
      ProfileErased erased = fact.unpack(ProfileErased.class);
      return new Departure(UUID.fromString(erased.getProfileId()), null);
    }
    ProfilesMerged merged = fact.unpack(ProfilesMerged.class);
    return new Departure(
        UUID.fromString(merged.getAbsorbedProfileId()), UUID.fromString(merged.getProfileId()));
  }

  private void follow(String workspaceId, List<ReceivedFact> facts) {
    List<UUID> left = facts.stream().map(fact -> departure(fact).profileId()).toList();
    Map<UUID, Optional<UUID>> successors = departed.successors(workspaceId, left);
    // How many events went with those whom somebody absorbed who is erased by now.
    Map<UUID, Integer> deleted = new HashMap<>();
    for (ReceivedFact fact : facts) {
      Departure departure = departure(fact);
      UUID from = departure.profileId();
      UUID to = requireNonNull(successors.get(from)).orElse(null);
      if (to != null) {
        events.move(workspaceId, from, to);
        continue;
      }
      int count = events.delete(workspaceId, from) + deleted.getOrDefault(from, 0);
      if (departure.successorId() != null) {
        deleted.merge(departure.successorId(), count, Integer::sum);
      } else {
        noteErasure(workspaceId, from, fact.unpack(ProfileErased.class), count);
      }
    }
  }

  private void noteErasure(String workspaceId, UUID profileId, ProfileErased erasure, int deleted) {
    try {
      erasures.note(workspaceId, erasure.getErasureId(), profileId, Map.of("events", deleted));
    } catch (SQLException e) {
      throw new HistoryException("an erasure could not be noted", e);
    }
  }
}
