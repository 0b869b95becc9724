package io.tidings.event.history;

import io.tidings.erasure.Erasures;
import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfilesMerged;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets history follow profiles that are merged, and forgets those that are erased. */
@Singleton
final class ProfileFactsConsumer implements FactConsumer {
  /**
   * @param erasure why there is nobody to move to; null where there is, or nobody asked for a
   *     report
   */
  private record Move(
      String workspaceId, UUID from, Optional<UUID> to, @Nullable ProfileErased erasure) {}

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

  @Override
  public void consume(List<ReceivedFact> facts) {
    // All departures before the first move: a departure waits for recordings, and a recording may
    // wait for rows that were moved in this transaction.
    List<Move> moves = new ArrayList<>();
    for (ReceivedFact fact : facts) {
      if (fact.is(ProfilesMerged.class)) {
        moves.add(merge(fact.workspaceId(), fact.unpack(ProfilesMerged.class)));
      } else if (fact.is(ProfileErased.class)) {
        ProfileErased erasure = fact.unpack(ProfileErased.class);
        UUID erased = UUID.fromString(erasure.getProfileId());
        departed.erased(fact.workspaceId(), erased);
        moves.add(new Move(fact.workspaceId(), erased, Optional.empty(), erasure));
      }
    }
    for (Move move : moves) {
      move.to()
          .ifPresentOrElse(
              to -> events.move(move.workspaceId(), move.from(), to), () -> delete(move));
    }
  }

  private void delete(Move move) {
    int deleted = events.delete(move.workspaceId(), move.from());
    ProfileErased erasure = move.erasure();
    if (erasure == null) {
      return;
    }
    try {
      erasures.note(
          move.workspaceId(), erasure.getErasureId(), move.from(), Map.of("events", deleted));
    } catch (SQLException e) {
      throw new HistoryException("an erasure could not be noted", e);
    }
  }

  private Move merge(String workspaceId, ProfilesMerged merged) {
    UUID absorbed = UUID.fromString(merged.getAbsorbedProfileId());
    UUID into = UUID.fromString(merged.getProfileId());
    return new Move(workspaceId, absorbed, departed.merged(workspaceId, absorbed, into), null);
  }
}
