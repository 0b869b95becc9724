package io.tidings.user.company;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.outbox.Fact;
import io.tidings.outbox.Outbox;
import io.tidings.user.company.Membership.Pair;
import io.tidings.user.profile.Changes;
import io.tidings.user.profile.ConcurrentChangeException;
import io.tidings.user.profile.ProfileDirectory;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is told of companies and puts users into them: one transaction a batch, as many
 * statements for one call as for thousands. Locks go profiles first, then companies.
 */
@Singleton
final class Grouping {
  private final Changes changes;
  private final ProfileDirectory directory;
  private final CompanyRepository companies;
  private final MembershipRepository memberships;
  private final Outbox outbox;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  Grouping(
      Changes changes,
      ProfileDirectory directory,
      CompanyRepository companies,
      MembershipRepository memberships,
      Outbox outbox,
      Clock clock) {
    this.changes = changes;
    this.directory = directory;
    this.companies = companies;
    this.memberships = memberships;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * One call's news.
   *
   * @param profileId who becomes a member; null where the call is about the company alone
   * @param role empty where the call says nothing of it
   */
  record Call(@Nullable UUID profileId, CompanyUpdate company, String role) {}

  /** What came of a call. */
  sealed interface Outcome {
    /**
     * @param membership null where the call was about the company alone
     */
    record Applied(Company company, boolean created, @Nullable Membership membership)
        implements Outcome {}

    /** Nobody has that profile id (any more); nothing was applied. */
    record UnknownUser() implements Outcome {}
  }

  /** Applies the calls in their order and says what came of each. */
  List<Outcome> group(String workspaceId, List<Call> calls) {
    return calls.isEmpty() ? List.of() : changes.inTransaction(() -> groupNow(workspaceId, calls));
  }

  private List<Outcome> groupNow(String workspaceId, List<Call> calls) throws SQLException {
    Map<UUID, UUID> members =
        directory.lock(
            workspaceId,
            calls.stream()
                .map(Call::profileId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    List<Call> applicable =
        calls.stream()
            .filter(call -> call.profileId() == null || members.containsKey(call.profileId()))
            .toList();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    CompanyFold companyFold = new CompanyFold(hold(workspaceId, applicable), ids::generate, now);
    List<Boolean> created =
        applicable.stream().map(call -> companyFold.apply(call.company())).toList();
    MembershipFold membershipFold =
        new MembershipFold(memberships.find(workspaceId, pairs(applicable, members, companyFold)));
    for (Call call : applicable) {
      if (call.profileId() != null) {
        membershipFold.join(
            pair(call, members, companyFold), call.role(), call.company().occurredAt());
      }
    }
    write(workspaceId, companyFold, membershipFold, now);
    return outcomes(calls, members, created, companyFold, membershipFold);
  }

  /**
   * Those of which something is told to be written, those that are only named to be referred to.
   */
  private Map<String, Company> hold(String workspaceId, List<Call> calls) throws SQLException {
    Set<String> told = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (Call call : calls) {
      (call.company().attributes().isEmpty() ? named : told).add(call.company().groupId());
    }
    named.removeAll(told);
    Map<String, Company> held =
        new HashMap<>(companies.hold(workspaceId, told, CompanyRepository.Hold.TO_WRITE));
    held.putAll(companies.hold(workspaceId, named, CompanyRepository.Hold.TO_REFER));
    return held;
  }

  private void write(
      String workspaceId, CompanyFold companyFold, MembershipFold membershipFold, Instant now)
      throws SQLException {
    List<CompanyChange> companyChanges = companyFold.changes();
    if (!companies.create(workspaceId, after(companyChanges, true))) {
      throw new ConcurrentChangeException();
    }
    companies.save(workspaceId, after(companyChanges, false));
    memberships.save(workspaceId, membershipFold.changed());
    List<Fact> facts = new ArrayList<>(CompanyEvents.of(workspaceId, companyChanges, now));
    Map<UUID, String> groupIds = companyFold.groupIds();
    facts.addAll(CompanyEvents.of(workspaceId, membershipFold.news(), groupIds, now));
    outbox.append(facts);
  }

  private static List<Company> after(List<CompanyChange> changes, boolean creations) {
    return changes.stream()
        .filter(change -> change.isCreation() == creations)
        .map(CompanyChange::after)
        .toList();
  }

  private static Set<Pair> pairs(List<Call> calls, Map<UUID, UUID> members, CompanyFold fold) {
    return calls.stream()
        .filter(call -> call.profileId() != null)
        .map(call -> pair(call, members, fold))
        .collect(Collectors.toSet());
  }

  private static Pair pair(Call call, Map<UUID, UUID> members, CompanyFold fold) {
    return new Pair(
        Objects.requireNonNull(members.get(call.profileId())),
        fold.company(call.company().groupId()).id());
  }

  private static List<Outcome> outcomes(
      List<Call> calls,
      Map<UUID, UUID> members,
      List<Boolean> created,
      CompanyFold companyFold,
      MembershipFold membershipFold) {
    List<Outcome> outcomes = new ArrayList<>(calls.size());
    int applied = 0;
    for (Call call : calls) {
      if (call.profileId() != null && !members.containsKey(call.profileId())) {
        outcomes.add(new Outcome.UnknownUser());
        continue;
      }
      Membership membership =
          call.profileId() == null ? null : membershipFold.get(pair(call, members, companyFold));
      outcomes.add(
          new Outcome.Applied(
              companyFold.company(call.company().groupId()), created.get(applied++), membership));
    }
    return outcomes;
  }
}
