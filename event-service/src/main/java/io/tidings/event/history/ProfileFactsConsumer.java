package io.tidings.event.history;

import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfilesMerged;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Lets history follow profiles that are merged, and forgets those that are erased. */
@Singleton
final class ProfileFactsConsumer implements FactConsumer {
  private record Move(String workspaceId, UUID from, Optional<UUID> to) {}

  private final DepartedProfiles departed;
  private final EventRepository events;

  ProfileFactsConsumer(DepartedProfiles departed, EventRepository events) {
    this.departed = departed;
    this.events = events;
  }

  @Override
  public String group() {
    return "event";
  }

  @Override
  public Set<String> publishers() {
    return Set.of("user");
  }

  @Override
  public void consume(List<ReceivedFact> facts) {
    // All departures before the first move: a departure waits for recordings, and a recording may
    // wait for rows that were moved in this transaction.
    List<Move> moves = new ArrayList<>();
    for (ReceivedFact fact : facts) {
      if (fact.is(ProfilesMerged.class)) {
        moves.add(merge(fact.workspaceId(), fact.unpack(ProfilesMerged.class)));
      } else if (fact.is(ProfileErased.class)) {
        UUID erased = UUID.fromString(fact.unpack(ProfileErased.class).getProfileId());
        departed.erased(fact.workspaceId(), erased);
        moves.add(new Move(fact.workspaceId(), erased, Optional.empty()));
      }
    }
    for (Move move : moves) {
      move.to()
          .ifPresentOrElse(
              to -> events.move(move.workspaceId(), move.from(), to),
              () -> events.delete(move.workspaceId(), move.from()));
    }
  }

  private Move merge(String workspaceId, ProfilesMerged merged) {
    UUID absorbed = UUID.fromString(merged.getAbsorbedProfileId());
    UUID into = UUID.fromString(merged.getProfileId());
    return new Move(workspaceId, absorbed, departed.merged(workspaceId, absorbed, into));
  }
}
