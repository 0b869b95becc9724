package io.tidings.user.company;

import io.tidings.outbox.Outbox;
import io.tidings.user.attribute.AttributeHolders;
import io.tidings.user.attribute.AttributeSubject;
import io.tidings.user.attribute.AttributeValue;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The companies as holders of their attributes. */
@Singleton
final class CompanyHolders implements AttributeHolders<Company> {
  private final CompanyRepository companies;
  private final Outbox outbox;
  private final Clock clock;

  CompanyHolders(CompanyRepository companies, Outbox outbox, Clock clock) {
    this.companies = companies;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public AttributeSubject subject() {
    return AttributeSubject.COMPANY;
  }

  @Override
  public List<Company> page(String workspaceId, @Nullable UUID after, int size)
      throws SQLException {
    return companies.page(workspaceId, after, size).items();
  }

  @Override
  public void rewrite(
      String workspaceId,
      String attribute,
      UnaryOperator<AttributeValue> rewriting,
      List<Company> holders)
      throws SQLException {
    Instant now = clock.instant();
    List<String> groupIds = holders.stream().map(Company::groupId).toList();
    List<CompanyChange> rewritten =
        companies.hold(workspaceId, groupIds, CompanyRepository.Hold.TO_WRITE).values().stream()
            .map(company -> CompanyChange.of(company, company.rewriting(attribute, rewriting), now))
            .filter(CompanyChange::isVisible)
            .toList();
    companies.save(workspaceId, rewritten.stream().map(CompanyChange::after).toList());
    outbox.append(CompanyEvents.of(workspaceId, rewritten, now));
  }
}
