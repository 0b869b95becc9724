package io.tidings.user.company;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.outbox.Outbox;
import io.tidings.user.company.Membership.Pair;
import io.tidings.user.profile.Changes;
import io.tidings.user.profile.ProfileDirectory;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers who belongs where, and changes what is asked to be changed from now on. */
@Singleton
final class Memberships {
  private final TransactionOperations<Connection> transactions;
  private final Changes changes;
  private final ProfileDirectory directory;
  private final MembershipRepository memberships;
  private final CompanyNames names;
  private final Outbox outbox;
  private final Clock clock;

  Memberships(
      TransactionOperations<Connection> transactions,
      Changes changes,
      ProfileDirectory directory,
      MembershipRepository memberships,
      CompanyNames names,
      Outbox outbox,
      Clock clock) {
    this.transactions = transactions;
    this.changes = changes;
    this.directory = directory;
    this.memberships = memberships;
    this.names = names;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Memberships and the customer's ids of their companies.
   *
   * @param read how many were read: those of companies that are no more are among them
   * @param last of the memberships read, by which the next page begins; null where there was none
   */
  record Part(
      List<Membership> memberships,
      Map<UUID, String> groupIds,
      int read,
      @Nullable Membership last) {}

  /** Empties the role or gives another; empty where the user is no member. */
  Optional<Membership> changeRole(
      String workspaceId, UUID profileId, Company company, String role) {
    return change(workspaceId, profileId, company, known -> known.as(role, from(known.roleAt())));
  }

  /**
   * @return whether the user was a member
   */
  boolean remove(String workspaceId, UUID profileId, Company company) {
    return change(workspaceId, profileId, company, known -> known.left(from(known.memberAt())))
        .isPresent();
  }

  /** The companies of these users, the first so many of each. */
  Part ofProfiles(String workspaceId, List<UUID> profileIds, UUID after, int limit) {
    return transactions.executeRead(
        _ -> part(workspaceId, memberships.ofProfiles(workspaceId, profileIds, after, limit)));
  }

  /** The users of a company that follow in the order of their creation. */
  Part ofCompany(String workspaceId, Company company, UUID after, int limit) {
    return transactions.executeRead(_ -> {
      List<Membership> page = memberships.ofCompany(workspaceId, company.id(), after, limit);
      return new Part(
          page,
          Map.of(company.id(), company.groupId()),
          page.size(),
          page.isEmpty() ? null : page.getLast());
    });
  }

  private Part part(String workspaceId, List<Membership> read) throws SQLException {
    Map<UUID, String> groupIds = names.of(workspaceId, read);
    return new Part(
        names.known(read, groupIds), groupIds, read.size(), read.isEmpty() ? null : read.getLast());
  }

  /** Changes a membership that stands; empty where none does. */
  private Optional<Membership> change(
      String workspaceId, UUID profileId, Company company, UnaryOperator<Membership> change) {
    return changes.inTransaction(() -> {
      UUID member = directory.lock(workspaceId, List.of(profileId)).get(profileId);
      if (member == null) {
        return Optional.empty();
      }
      Pair pair = new Pair(member, company.id());
      MembershipFold fold = new MembershipFold(memberships.find(workspaceId, List.of(pair)));
      if (!fold.get(pair).member()) {
        return Optional.empty();
      }
      Membership changed = fold.put(change.apply(fold.get(pair)));
      memberships.save(workspaceId, fold.changed());
      outbox.append(
          CompanyEvents.of(
              workspaceId, fold.news(), Map.of(company.id(), company.groupId()), clock.instant()));
      return Optional.of(changed);
    });
  }

  /** Now, but after what was told before, even where another's clock was ahead. */
  private Instant from(Instant told) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return now.isAfter(told) ? now : told.plus(1, ChronoUnit.MICROS);
  }
}
