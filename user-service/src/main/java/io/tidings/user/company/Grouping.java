package io.tidings.user.company;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.outbox.Fact;
import io.tidings.outbox.Outbox;
import io.tidings.typing.Typing;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeSubject;
import io.tidings.user.attribute.AttributeTyping;
import io.tidings.user.attribute.Typed;
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
import java.util.Iterator;
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
  private final AttributeTyping typing;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  Grouping(
      Changes changes,
      ProfileDirectory directory,
      CompanyRepository companies,
      MembershipRepository memberships,
      Outbox outbox,
      AttributeTyping typing,
      Clock clock) {
    this.changes = changes;
    this.directory = directory;
    this.companies = companies;
    this.memberships = memberships;
    this.outbox = outbox;
    this.typing = typing;
    this.clock = clock;
  }

  /**
   * One call's news.
   *
   * @param profileId who becomes a member; null where the call is about the company alone
   * @param role empty where the call says nothing of it
   */
  record Call(@Nullable UUID profileId, CompanyUpdate company, String role) {
    Call with(Typed typed) {
      return new Call(profileId, company.with(typed), role);
    }
  }

  /** What came of a call. */
  sealed interface Outcome {
    /**
     * @param membership null where the call was about the company alone
     * @param ignored why attributes were left out
     */
    record Applied(
        Company company,
        boolean created,
        @Nullable Membership membership,
        List<RefusedException> ignored)
        implements Outcome {}

    /** Nobody has that profile id (any more); nothing was applied. */
    record UnknownUser() implements Outcome {}

    /** What is known of the company must stay, says the call itself; nothing was applied. */
    record Kept(RefusedException reason) implements Outcome {}
  }

  /**
   * Applies the calls in their order and says what came of each.
   *
   * @param typing which type attributes get that nobody defined
   */
  List<Outcome> group(String workspaceId, Typing typing, List<Call> calls) {
    if (calls.isEmpty()) {
      return List.of();
    }
    List<Call> typed = typed(workspaceId, typing, calls);
    return changes.inTransaction(() -> groupNow(workspaceId, typed));
  }

  private List<Call> typed(String workspaceId, Typing typing, List<Call> calls) {
    Iterator<Typed> typed =
        this.typing
            .typed(
                workspaceId,
                AttributeSubject.COMPANY,
                typing,
                calls.stream().map(call -> call.company().attributes()).toList())
            .iterator();
    return calls.stream().map(call -> call.with(typed.next())).toList();
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
    List<Call> joining = new ArrayList<>();
    List<CompanyFold.Effect> effects = new ArrayList<>(applicable.size());
    for (Call call : applicable) {
      CompanyFold.Effect effect = companyFold.apply(call.company());
      effects.add(effect);
      if (call.profileId() != null && !(effect instanceof CompanyFold.Effect.Kept)) {
        joining.add(call);
      }
    }
    MembershipFold membershipFold =
        new MembershipFold(memberships.find(workspaceId, pairs(joining, members, companyFold)));
    for (Call call : joining) {
      membershipFold.join(
          pair(call, members, companyFold), call.role(), call.company().occurredAt());
    }
    write(workspaceId, companyFold, membershipFold, now);
    return outcomes(calls, members, effects.iterator(), companyFold, membershipFold);
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
    return calls.stream().map(call -> pair(call, members, fold)).collect(Collectors.toSet());
  }

  private static Pair pair(Call call, Map<UUID, UUID> members, CompanyFold fold) {
    return new Pair(
        Objects.requireNonNull(members.get(call.profileId())),
        fold.company(call.company().groupId()).id());
  }

  /**
   * @param effects of those calls whose users are known
   */
  private static List<Outcome> outcomes(
      List<Call> calls,
      Map<UUID, UUID> members,
      Iterator<CompanyFold.Effect> effects,
      CompanyFold companyFold,
      MembershipFold membershipFold) {
    List<Outcome> outcomes = new ArrayList<>(calls.size());
    for (Call call : calls) {
      if (call.profileId() != null && !members.containsKey(call.profileId())) {
        outcomes.add(new Outcome.UnknownUser());
        continue;
      }
      outcomes.add(
          switch (effects.next()) {
            case CompanyFold.Effect.Kept(var reason) -> new Outcome.Kept(reason);
            case CompanyFold.Effect.Applied effect ->
                applied(call, effect, members, companyFold, membershipFold);
          });
    }
    return outcomes;
  }

  private static Outcome applied(
      Call call,
      CompanyFold.Effect.Applied effect,
      Map<UUID, UUID> members,
      CompanyFold companyFold,
      MembershipFold membershipFold) {
    return new Outcome.Applied(
        companyFold.company(call.company().groupId()),
        effect.created(),
        call.profileId() == null ? null : membershipFold.get(pair(call, members, companyFold)),
        call.company().ignoring(effect.ignored()).ignored());
  }
}
