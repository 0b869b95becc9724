package io.tidings.user.company;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.outbox.Outbox;
import io.tidings.user.attribute.AttributeHolders;
import io.tidings.user.attribute.AttributeSubject;
import io.tidings.user.attribute.AttributeValue;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The companies as holders of their attributes. */
@Singleton
final class CompanyHolders implements AttributeHolders {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final TransactionOperations<Connection> transactions;
  private final CompanyRepository companies;
  private final Outbox outbox;
  private final Clock clock;

  CompanyHolders(
      TransactionOperations<Connection> transactions,
      CompanyRepository companies,
      Outbox outbox,
      Clock clock) {
    this.transactions = transactions;
    this.companies = companies;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public AttributeSubject subject() {
    return AttributeSubject.COMPANY;
  }

  @Override
  public Part read(String workspaceId, String attribute, @Nullable UUID after, int size) {
    List<Company> part = transactions.executeRead(_ -> page(workspaceId, after, size));
    return Part.of(
        attribute,
        part.stream().map(Company::attributes).toList(),
        part.isEmpty() ? null : part.getLast().id());
  }

  @Override
  public @Nullable UUID rewrite(
      String workspaceId,
      String attribute,
      UnaryOperator<AttributeValue> rewriting,
      @Nullable UUID after,
      int size)
      throws SQLException {
    List<Company> part = page(workspaceId, after, size);
    if (part.isEmpty()) {
      return null;
    }
    List<String> differing =
        part.stream()
            .filter(company -> !company.rewriting(attribute, rewriting).equals(company))
            .map(Company::groupId)
            .toList();
    Instant now = clock.instant();
    // As they are under the lock: somebody may have changed them since they were read.
    List<CompanyChange> rewritten =
        companies.hold(workspaceId, differing, CompanyRepository.Hold.TO_WRITE).values().stream()
            .map(company -> CompanyChange.of(company, company.rewriting(attribute, rewriting), now))
            .filter(CompanyChange::isVisible)
            .toList();
    companies.save(workspaceId, rewritten.stream().map(CompanyChange::after).toList());
    outbox.append(CompanyEvents.of(workspaceId, rewritten, now));
    return part.getLast().id();
  }

  private List<Company> page(String workspaceId, @Nullable UUID after, int size)
      throws SQLException {
    return companies.page(workspaceId, after == null ? BEFORE_ALL : after, size);
  }
}
