package io.tidings.user.company;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.rpc.Part;
import io.tidings.user.Found;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
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
    return transactions.executeRead(
        _ -> companies.find(workspaceId, List.of(selector)).getFirst().known());
  }

  /** Each selected company in its selector's place, as far as an answer has room. */
  List<Found<Counted>> findCounted(String workspaceId, List<CompanySelector> selectors) {
    return transactions.executeRead(_ -> {
      List<Found<Company>> found = companies.find(workspaceId, selectors);
      Function<Company, Counted> counting =
          counting(workspaceId, found.stream().flatMap(each -> Stream.ofNullable(each.known())));
      return found.stream().map(each -> each.map(counting)).toList();
    });
  }

  @Nullable Counted findCounted(String workspaceId, CompanySelector selector) {
    return findCounted(workspaceId, List.of(selector)).getFirst().known();
  }

  /**
   * The next companies in the order of their creation: at most so many, as far as there is room.
   */
  Part<Counted> page(String workspaceId, UUID after, int size) {
    return transactions.executeRead(_ -> {
      Part<Company> page = companies.page(workspaceId, after, size);
      Function<Company, Counted> counting = counting(workspaceId, page.items().stream());
      return new Part<>(page.items().stream().map(counting).toList(), page.isLast());
    });
  }

  /** Gives each of the companies its number of users. */
  private Function<Company, Counted> counting(String workspaceId, Stream<Company> of)
      throws SQLException {
    Map<UUID, Long> counts = memberships.count(workspaceId, of.map(Company::id).toList());
    return company -> new Counted(company, counts.getOrDefault(company.id(), 0L));
  }
}
