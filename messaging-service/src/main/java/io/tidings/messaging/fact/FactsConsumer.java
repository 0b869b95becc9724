package io.tidings.messaging.fact;

import com.google.protobuf.Message;
import io.micronaut.data.exceptions.DataAccessException;
import io.tidings.erasure.Erasures;
import io.tidings.messaging.automation.Automations;
import io.tidings.messaging.automation.SegmentEntry;
import io.tidings.messaging.database.ErasureLock;
import io.tidings.messaging.send.SendProfiles;
import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.segment.v1.ChangeCause;
import io.tidings.proto.segment.v1.SegmentEntered;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfilesMerged;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Entries into segments trigger automations; profiles that merge or go take their sends along. */
@Singleton
final class FactsConsumer implements FactConsumer {
  private final Automations automations;
  private final SendProfiles sends;
  private final Erasures erasures;
  private final ErasureLock lock;

  FactsConsumer(Automations automations, SendProfiles sends, Erasures erasures, ErasureLock lock) {
    this.automations = automations;
    this.sends = sends;
    this.erasures = erasures;
    this.lock = lock;
  }

  @Override
  public String group() {
    return "messaging";
  }

  @Override
  public Set<String> publishers() {
    return Set.of("segment", "user");
  }

  /** A send asks for its user when it goes out; what changed until then does not matter here. */
  @Override
  public Predicate<ReceivedFact> interestIn(List<ReceivedFact> facts) {
    return fact ->
        fact.is(SegmentEntered.class)
            || fact.is(ProfilesMerged.class)
            || fact.is(ProfileErased.class);
  }

  @Override
  public void consume(List<ReceivedFact> facts) {
    // What the batch takes one by one, at once: two batches might wait for each other.
    lock.take(workspaces(facts, ProfileErased.class), workspaces(facts, SegmentEntered.class));
    List<SegmentEntry> entries = new ArrayList<>();
    for (ReceivedFact fact : facts) {
      if (fact.is(SegmentEntered.class)) {
        SegmentEntered entered = fact.unpack(SegmentEntered.class);
        if (isNews(entered.getCause())) {
          entries.add(
              new SegmentEntry(
                  fact.workspaceId(),
                  UUID.fromString(entered.getSegmentId()),
                  UUID.fromString(entered.getProfileId()),
                  entered.getEntryNumber(),
                  fact.appendedAt()));
        }
      } else if (fact.is(ProfilesMerged.class)) {
        ProfilesMerged merged = fact.unpack(ProfilesMerged.class);
        sends.merge(
            fact.workspaceId(),
            UUID.fromString(merged.getAbsorbedProfileId()),
            UUID.fromString(merged.getProfileId()));
      } else if (fact.is(ProfileErased.class)) {
        ProfileErased erased = fact.unpack(ProfileErased.class);
        erase(fact.workspaceId(), erased, UUID.fromString(erased.getProfileId()));
      }
    }
    automations.enter(entries);
  }

  private static Set<String> workspaces(List<ReceivedFact> facts, Class<? extends Message> type) {
    return facts.stream()
        .filter(fact -> fact.is(type))
        .map(ReceivedFact::workspaceId)
        .collect(Collectors.toSet());
  }

  private void erase(String workspaceId, ProfileErased erased, UUID profileId) {
    int scrubbed = sends.erase(workspaceId, profileId, erased.getUserId());
    try {
      erasures.note(workspaceId, erased.getErasureId(), profileId, Map.of("sends", scrubbed));
    } catch (SQLException e) {
      throw new DataAccessException("an erasure could not be noted", e);
    }
  }

  /** Whom a segment's computation finds in it was there before. */
  private static boolean isNews(ChangeCause cause) {
    return switch (cause) {
      case CHANGE_CAUSE_FACT, CHANGE_CAUSE_TIME -> true;
      case CHANGE_CAUSE_COMPUTATION, CHANGE_CAUSE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }
}
