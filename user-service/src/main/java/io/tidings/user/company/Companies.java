package io.tidings.user.company;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers what is known of which company. */
@Singleton
final class Companies {
  private final TransactionOperations<Connection> transactions;
  private final CompanyRepository companies;
  private final MembershipRepository memberships;

  Companies(
      TransactionOperations<Connection> transactions,
      CompanyRepository companies,
      MembershipRepository memberships) {
    this.transactions = transactions;
    this.companies = companies;
    this.memberships = memberships;
  }

  /** A company and how many users it has. */
  record Counted(Company company, long members) {}

  /** The selected company; null where none is known by the selector. Its users are not counted. */
  @Nullable Company find(String workspaceId, CompanySelector selector) {
    return transactions.executeRead(_ -> companies.find(workspaceId, List.of(selector)).getFirst());
  }

  /** Each selected company in its selector's place; null where none is known by it. */
  List<@Nullable Counted> findCounted(String workspaceId, List<CompanySelector> selectors) {
    return transactions.executeRead(
        _ -> counted(workspaceId, companies.find(workspaceId, selectors)));
  }

  @Nullable Counted findCounted(String workspaceId, CompanySelector selector) {
    return findCounted(workspaceId, List.of(selector)).getFirst();
  }

  /** The next companies in the order of their creation. */
  List<Counted> page(String workspaceId, UUID after, int size) {
    return transactions.executeRead(_ ->
        counted(workspaceId, companies.page(workspaceId, after, size)).stream()
            .map(Objects::requireNonNull)
            .toList());
  }

  private List<@Nullable Counted> counted(
      String workspaceId, List<? extends @Nullable Company> found) throws SQLException {
    Map<UUID, Long> counts =
        memberships.count(
            workspaceId, found.stream().filter(Objects::nonNull).map(Company::id).toList());
    List<@Nullable Counted> counted = new ArrayList<>(found.size());
    for (Company company : found) {
      counted.add(
          company == null ? null : new Counted(company, counts.getOrDefault(company.id(), 0L)));
    }
    return counted;
  }
}
