package io.tidings.segment.intake;

import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.catalogue.SegmentState;
import io.tidings.segment.event.EventRepository;
import io.tidings.segment.membership.Candidate;
import io.tidings.segment.membership.ChangeCause;
import io.tidings.segment.membership.Deciding;
import io.tidings.segment.membership.TouchedProfiles;
import io.tidings.segment.profile.Profile;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.profile.ProfileRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Applies a batch of news: profiles are locked and read at once, changed in memory, written at
 * once; then the segments that depend on what changed are decided for those profiles.
 */
@Singleton
final class Projection {
  private final ProfileRepository profiles;
  private final EventRepository events;
  private final Deciding deciding;
  private final TouchedProfiles touched;
  private final Gate gate;

  Projection(
      ProfileRepository profiles,
      EventRepository events,
      Deciding deciding,
      TouchedProfiles touched,
      Gate gate) {
    this.profiles = profiles;
    this.events = events;
    this.deciding = deciding;
    this.touched = touched;
    this.gate = gate;
  }

  /**
   * @return how many events were removed, of each profile whose history was
   */
  Map<ProfileKey, Integer> apply(Catalogue catalogue, List<News> news) {
    ProfileBatch batch = new ProfileBatch(locked(news));
    news.forEach(batch::apply);
    profiles.insert(batch.made());
    profiles.update(batch.changed());
    boolean historyMoves = !batch.moves().isEmpty() || !batch.removals().isEmpty();
    if (historyMoves) {
      // Before any event is written: whoever writes history may wait for one of ours.
      gate.movesHistory();
    }
    events.add(batch.events());
    Map<ProfileKey, Integer> removed =
        historyMoves ? moveHistory(batch.moves(), batch.removals()) : Map.of();
    decide(catalogue, batch);
    return removed;
  }

  private Map<ProfileKey, Integer> moveHistory(
      Map<ProfileKey, UUID> moves, Set<ProfileKey> removals) {
    moves.forEach((absorbed, survivor) -> {
      profiles.redirect(absorbed, survivor);
      events.move(absorbed, survivor);
    });
    Map<ProfileKey, Integer> removed = new HashMap<>();
    removals.forEach(profile -> removed.put(profile, events.remove(profile)));
    return removed;
  }

  /** The profiles that the news are about, and those into which they were merged. */
  private Map<ProfileKey, Profile> locked(List<News> news) {
    Set<ProfileKey> wanted = new HashSet<>();
    for (News each : news) {
      wanted.add(each.profile());
      if (each instanceof News.Merged(var absorbed, var survivor)) {
        wanted.add(new ProfileKey(absorbed.workspaceId(), survivor));
      }
    }
    Map<ProfileKey, Profile> found = new HashMap<>();
    while (!wanted.isEmpty()) {
      Map<ProfileKey, Profile> more = profiles.lock(wanted);
      found.putAll(more);
      wanted = new HashSet<>();
      for (Profile profile : more.values()) {
        UUID survivor = profile.mergedInto();
        if (survivor != null) {
          wanted.add(new ProfileKey(profile.key().workspaceId(), survivor));
        }
      }
      wanted.removeAll(found.keySet());
    }
    return found;
  }

  private void decide(Catalogue catalogue, ProfileBatch batch) {
    List<Candidate> now = new ArrayList<>();
    List<Candidate> atTheEndOfTheComputation = new ArrayList<>();
    batch
        .touched()
        .forEach((key, what) -> {
          Profile profile = batch.profile(key);
          for (Segment segment : what.segments(catalogue, key.workspaceId())) {
            Candidate candidate = new Candidate(segment, profile, what.onlyEvents(segment));
            if (segment.state() == SegmentState.COMPUTING) {
              atTheEndOfTheComputation.add(candidate);
            }
            // Whoever is no more is no member, whatever a computation comes to.
            if (segment.state() == SegmentState.LIVE || profile.isGone()) {
              now.add(candidate);
            }
          }
        });
    touched.add(atTheEndOfTheComputation);
    deciding.decide(catalogue, now, ChangeCause.FACT);
  }
}
