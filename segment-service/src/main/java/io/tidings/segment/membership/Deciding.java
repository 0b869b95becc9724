package io.tidings.segment.membership;

import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.definition.EventCount;
import io.tidings.segment.profile.Profile;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.sql.Database;
import io.tidings.segment.verdict.Decision;
import io.tidings.segment.verdict.Tally;
import io.tidings.segment.verdict.TallyQuery;
import io.tidings.segment.verdict.Verdict;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Decides the membership of some profiles in some segments, in memory: one read of what is needed,
 * one write of what changed, whatever their number.
 */
@Singleton
public final class Deciding {
  /** Beyond this many, memory is kept flat by going on in slices. */
  private static final int SLICE = 5000;

  private final Database database;
  private final MembershipRepository memberships;
  private final MembershipEvents events;
  private final Clock clock;

  Deciding(
      Database database, MembershipRepository memberships, MembershipEvents events, Clock clock) {
    this.database = database;
    this.memberships = memberships;
    this.events = events;
    this.clock = clock;
  }

  /** In the open transaction, which holds the catalogue and the locks of the profiles. */
  public void decide(Catalogue catalogue, List<Candidate> candidates, ChangeCause cause) {
    for (int from = 0; from < candidates.size(); from += SLICE) {
      slice(catalogue, candidates.subList(from, Math.min(from + SLICE, candidates.size())), cause);
    }
  }

  private void slice(Catalogue catalogue, List<Candidate> candidates, ChangeCause cause) {
    long now = clock.millis();
    Map<Standing, Membership> known = new HashMap<>();
    memberships
        .of(candidates)
        .forEach(each -> known.put(new Standing(each.segmentId(), each.profileId()), each));
    List<Candidate> open =
        candidates.stream()
            .filter(candidate -> !candidate.keeps(standing(known, candidate), now))
            .toList();
    Map<TallyOf, Tally> tallies = tallies(catalogue, open, now);

    List<Membership> changed = new ArrayList<>();
    List<Membership> gone = new ArrayList<>();
    List<MembershipChange> changes = new ArrayList<>();
    for (Candidate candidate : open) {
      Profile profile = candidate.profile();
      Membership before = standing(known, candidate);
      Membership after = before.after(verdict(candidate, tallies), now);
      if (profile.isGone()) {
        gone.add(before);
      } else if (after != before) {
        changed.add(after);
      }
      if (after.member() != before.member()) {
        changes.add(change(candidate, after, now, cause));
      }
    }
    memberships.write(changed);
    memberships.remove(gone);
    events.publish(changes);
  }

  private static Membership standing(Map<Standing, Membership> known, Candidate candidate) {
    ProfileKey profile = candidate.profile().key();
    UUID segmentId = candidate.segment().id();
    return known.getOrDefault(
        new Standing(segmentId, profile.profileId()),
        Membership.none(profile.workspaceId(), segmentId, profile.profileId()));
  }

  private static Verdict verdict(Candidate candidate, Map<TallyOf, Tally> tallies) {
    Profile profile = candidate.profile();
    return profile.isKnown()
        ? new Decision(
                profile.attributes(),
                count ->
                    tallies.getOrDefault(new TallyOf(profile.key().profileId(), count), Tally.NONE))
            .on(candidate.segment().definition().root())
        : Verdict.NOBODY;
  }

  private Map<TallyOf, Tally> tallies(
      Catalogue catalogue, List<Candidate> candidates, long nowMillis) {
    Map<TallyOf, TallyQuery.Wanted> wanted = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Profile profile = candidate.profile();
      if (profile.isKnown()) {
        for (EventCount count : candidate.segment().definition().counts()) {
          wanted.computeIfAbsent(
              new TallyOf(profile.key().profileId(), count),
              _ -> wanted(catalogue, profile, count));
        }
      }
    }
    Map<TallyOf, Tally> tallies = new HashMap<>();
    if (!wanted.isEmpty()) {
      List<TallyOf> asked = List.copyOf(wanted.keySet());
      database
          .list(
              TallyQuery.of(List.copyOf(wanted.values()), nowMillis),
              row ->
                  Map.entry(
                      asked.get(row.getInt("position")),
                      new Tally(row.getLong("count"), row.getLong("oldest"))))
          .forEach(entry -> tallies.put(entry.getKey(), entry.getValue()));
    }
    return tallies;
  }

  private static TallyQuery.Wanted wanted(Catalogue catalogue, Profile profile, EventCount count) {
    ProfileKey key = profile.key();
    int eventId = catalogue.eventId(key.workspaceId(), count.event());
    return new TallyQuery.Wanted(key.profileId(), eventId, count);
  }

  private static MembershipChange change(
      Candidate candidate, Membership after, long now, ChangeCause cause) {
    return new MembershipChange(
        after.workspaceId(),
        after.segmentId(),
        candidate.segment().name(),
        after.profileId(),
        after.member(),
        after.entryNumber(),
        now,
        cause);
  }

  private record Standing(UUID segmentId, UUID profileId) {}

  private record TallyOf(UUID profileId, EventCount count) {}
}
