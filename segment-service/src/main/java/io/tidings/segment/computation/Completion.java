package io.tidings.segment.computation;

import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.catalogue.SegmentRepository;
import io.tidings.segment.catalogue.SegmentState;
import io.tidings.segment.membership.Candidate;
import io.tidings.segment.membership.ChangeCause;
import io.tidings.segment.membership.Deciding;
import io.tidings.segment.membership.DueMoments;
import io.tidings.segment.membership.TouchedProfiles;
import io.tidings.segment.profile.Profile;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.profile.ProfileRepository;
import io.tidings.segment.sql.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * The end of a computation: profiles that changed meanwhile are decided anew, first beside the
 * facts, then, when few are left, with the gate closed; behind it the segment is live.
 */
@Singleton
final class Completion {
  private static final int BATCH = 1000;
  private static final int MOST_ROUNDS = 50;

  private final Database database;
  private final Gate gate;
  private final Catalogues catalogues;
  private final ProfileRepository profiles;
  private final TouchedProfiles touched;
  private final Deciding deciding;
  private final SegmentRepository segments;
  private final ComputationRepository computations;
  private final DueMoments dueMoments;

  Completion(
      Database database,
      Gate gate,
      Catalogues catalogues,
      ProfileRepository profiles,
      TouchedProfiles touched,
      Deciding deciding,
      SegmentRepository segments,
      ComputationRepository computations,
      DueMoments dueMoments) {
    this.database = database;
    this.gate = gate;
    this.catalogues = catalogues;
    this.profiles = profiles;
    this.touched = touched;
    this.deciding = deciding;
    this.segments = segments;
    this.computations = computations;
    this.dueMoments = dueMoments;
  }

  void complete(Segment segment) {
    // Facts may touch profiles faster than they are decided; then the gate closes on more of them.
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (database.transaction(() -> decideSome(segment, catalogues.held())) < BATCH) {
        break;
      }
    }
    database.inTransaction(() -> {
      gate.exclusive();
      Catalogue catalogue = catalogues.held();
      while (decideSome(segment, catalogue) > 0) {}
      computations.forget(segment);
      segments.ended(segment, SegmentState.LIVE, "");
      catalogues.changed();
      dueMoments.begin();
    });
  }

  private int decideSome(Segment segment, Catalogue catalogue) {
    if (!computations.holds(segment)) {
      throw new TakenAwayException();
    }
    List<ProfileKey> keys = touched.some(segment, BATCH);
    Map<ProfileKey, Profile> locked = profiles.lock(keys);
    List<Candidate> candidates =
        locked.values().stream().map(profile -> new Candidate(segment, profile, false)).toList();
    deciding.decide(catalogue, candidates, ChangeCause.COMPUTATION);
    touched.remove(segment, keys);
    return keys.size();
  }
}
