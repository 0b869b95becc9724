package io.tidings.user.company;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.Ignored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The companies that one batch is about, while its updates are folded into them in their order. */
final class CompanyFold {
  private final Map<String, Company> before;
  private final Map<String, Company> companies;
  private final Supplier<UUID> newIds;
  private final Instant now;

  /** How many updates of the batch happened at the same time: each counts a nanosecond later. */
  private final Map<Instant, Integer> sameTime = new HashMap<>();

  /**
   * @param known by group id, held
   */
  CompanyFold(Map<String, Company> known, Supplier<UUID> newIds, Instant now) {
    this.before = Map.copyOf(known);
    this.companies = new LinkedHashMap<>(known);
    this.newIds = newIds;
    this.now = now;
  }

  /** What an update came to. */
  sealed interface Effect {
    /**
     * @param ignored for which the company had no room
     */
    record Applied(boolean created, List<Ignored> ignored) implements Effect {}

    /** What there is must stay, says the update itself; nothing was applied. */
    record Kept(RefusedException reason) implements Effect {}
  }

  Effect apply(CompanyUpdate update) {
    Company known = companies.get(update.groupId());
    var objection =
        known == null
            ? Optional.<RefusedException>empty()
            : update.kept().objection(known.attributes(), update.attributes());
    if (objection.isPresent()) {
      return new Effect.Kept(objection.get());
    }
    int earlier = sameTime.merge(update.occurredAt(), 1, Integer::sum) - 1;
    Company company = known == null ? Company.unknown(newIds.get(), update.groupId(), now) : known;
    Instant at = update.occurredAt().plusNanos(earlier);
    Company next = company.with(update.attributes(), at);
    companies.put(update.groupId(), next);
    return new Effect.Applied(known == null, next.withoutRoom(update.attributes(), at));
  }

  Company company(String groupId) {
    Company company = companies.get(groupId);
    if (company == null) {
      throw new IllegalStateException("a company is asked for that no update named");
    }
    return company;
  }

  /** The customer's id of each company, by the platform's. */
  Map<UUID, String> groupIds() {
    Map<UUID, String> groupIds = new HashMap<>();
    companies.values().forEach(company -> groupIds.put(company.id(), company.groupId()));
    return groupIds;
  }

  /** What became of the companies that are not as they were. */
  List<CompanyChange> changes() {
    List<CompanyChange> changes = new ArrayList<>();
    companies.forEach((groupId, company) -> {
      Company old = before.get(groupId);
      if (old != company) {
        changes.add(CompanyChange.of(old, company, now));
      }
    });
    return changes;
  }
}
