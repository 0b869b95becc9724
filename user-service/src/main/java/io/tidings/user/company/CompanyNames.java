package io.tidings.user.company;

import io.tidings.user.Found;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The customer's ids of companies that memberships refer to. */
@Singleton
final class CompanyNames {
  private final CompanyRepository companies;

  CompanyNames(CompanyRepository companies) {
    this.companies = companies;
  }

  /** By the platform's id; one that is no more is missing. In the transaction of the caller. */
  Map<UUID, String> of(String workspaceId, List<Membership> memberships) throws SQLException {
    List<CompanySelector> open =
        memberships.stream()
            .map(Membership::companyId)
            .distinct()
            .<CompanySelector>map(CompanySelector.ById::new)
            .toList();
    Map<UUID, String> names = new HashMap<>();
    while (!open.isEmpty()) {
      List<CompanySelector> leftOut = new ArrayList<>();
      Iterator<CompanySelector> asked = open.iterator();
      for (Found<Company> found : companies.find(workspaceId, open)) {
        CompanySelector selector = asked.next();
        Company company = found.known();
        if (company != null) {
          names.put(company.id(), company.groupId());
        } else if (found.leftOut()) {
          leftOut.add(selector);
        }
      }
      open = leftOut;
    }
    return names;
  }

  /** The memberships whose companies are still there. */
  List<Membership> known(List<Membership> memberships, Map<UUID, String> names) {
    return memberships.stream()
        .filter(membership -> names.containsKey(membership.companyId()))
        .toList();
  }
}
