package io.tidings.user.company;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.outbox.Outbox;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeValue.Flag;
import io.tidings.user.attribute.DerivedAttributes;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Identity;
import io.tidings.user.identity.Key;
import io.tidings.user.profile.AttributeExchange;
import io.tidings.user.profile.Changes;
import io.tidings.user.profile.ConcurrentChangeException;
import io.tidings.user.profile.Identification;
import io.tidings.user.profile.Update;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes accounts of users and users of accounts: the attributes go from the one to the other. */
@Singleton
final class AccountConversion {
  /** What a user that is an account has set to true. */
  private static final String IS_ACCOUNT = "is_account";

  /** What is of the user alone, whatever else it is. */
  private static final List<String> OF_THE_USER = List.of(IS_ACCOUNT, "page_views", "last_seen");

  private static final String PHONE_OF_USER = "number";
  private static final String PHONE_OF_COMPANY = "phone";

  private final Changes changes;
  private final Identification identification;
  private final AttributeExchange users;
  private final CompanyRepository companies;
  private final MembershipRepository memberships;
  private final Outbox outbox;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  AccountConversion(
      Changes changes,
      Identification identification,
      AttributeExchange users,
      CompanyRepository companies,
      MembershipRepository memberships,
      Outbox outbox,
      Clock clock) {
    this.changes = changes;
    this.identification = identification;
    this.users = users;
    this.companies = companies;
    this.memberships = memberships;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** The account with the id; empty where neither a user nor a company has it. */
  Optional<Company> toAccount(String workspaceId, String id) throws RefusedException {
    Key user = user(id);
    return changes.inTransaction(() -> {
      AttributeExchange.Held held = users.hold(workspaceId, user);
      Company known = hold(workspaceId, id);
      if (held == null || (known != null && isAccount(held))) {
        return Optional.ofNullable(known);
      }
      return Optional.of(toAccount(workspaceId, held, known, id));
    });
  }

  /** The profile of the user with the id; empty where neither a user nor a company has it. */
  Optional<UUID> toUser(String workspaceId, String id) throws RefusedException {
    Key user = user(id);
    boolean known = changes.inTransaction(() -> hold(workspaceId, id) != null);
    if (known) {
      identification.identify(workspaceId, List.of(naming(id)));
    }
    return changes.inTransaction(() -> {
      AttributeExchange.Held held = users.hold(workspaceId, user);
      Company company = hold(workspaceId, id);
      if (held == null) {
        return Optional.empty();
      }
      if (company != null || isAccount(held)) {
        toUser(workspaceId, held, company);
      }
      return Optional.of(held.id());
    });
  }

  private Company toAccount(
      String workspaceId, AttributeExchange.Held user, @Nullable Company known, String id)
      throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Company company = known == null ? Company.unknown(ids.generate(), id, now) : known;
    CompanyChange change =
        CompanyChange.of(
            known, company.with(told(user.attributes(), PHONE_OF_USER, PHONE_OF_COMPANY)), now);
    if (known != null) {
      companies.save(workspaceId, List.of(change.after()));
    } else if (!companies.create(workspaceId, List.of(change.after()))) {
      throw new ConcurrentChangeException();
    }
    users.write(workspaceId, user, marked(user, true), now);
    outbox.append(CompanyEvents.of(workspaceId, List.of(change), now));
    return change.after();
  }

  private void toUser(String workspaceId, AttributeExchange.Held user, @Nullable Company company)
      throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<String, Attribute> told = marked(user, false);
    if (company != null) {
      told.putAll(told(company.attributes(), PHONE_OF_COMPANY, PHONE_OF_USER));
    }
    users.write(workspaceId, user, told, now);
    if (company != null) {
      // The company first: that waits for whoever is putting users into it.
      companies.delete(workspaceId, company.id());
      memberships.deleteOfCompany(workspaceId, company.id());
      outbox.append(List.of(CompanyEvents.removed(workspaceId, company, now)));
    }
  }

  private @Nullable Company hold(String workspaceId, String id) throws SQLException {
    return companies.hold(workspaceId, List.of(id), CompanyRepository.Hold.TO_WRITE).get(id);
  }

  /** The attributes that go over, the phone under the name that it has there. */
  private static Map<String, Attribute> told(
      Map<String, Attribute> attributes, String phoneBefore, String phoneAfter) {
    Map<String, Attribute> told = new HashMap<>(attributes);
    told.keySet().removeAll(OF_THE_USER);
    told.keySet().removeAll(DerivedAttributes.NAMES);
    Attribute phone = told.remove(phoneBefore);
    if (phone != null) {
      told.put(phoneAfter, phone);
    }
    return told;
  }

  private Map<String, Attribute> marked(AttributeExchange.Held user, boolean account) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Attribute before = user.attributes().get(IS_ACCOUNT);
    Instant at =
        before == null || now.isAfter(before.writtenAt())
            ? now
            : before.writtenAt().plus(1, ChronoUnit.MICROS);
    Map<String, Attribute> marked = new HashMap<>();
    marked.put(IS_ACCOUNT, new Attribute(new Flag(account), at));
    return marked;
  }

  private static boolean isAccount(AttributeExchange.Held user) {
    Attribute mark = user.attributes().get(IS_ACCOUNT);
    return mark != null && mark.value().equals(new Flag(true));
  }

  private static Key user(String id) throws RefusedException {
    CompanyUpdate.checkGroupId(id);
    return Key.of(Identifier.accepted("id", Identifier.USER_ID, id));
  }

  private Update naming(String id) throws RefusedException {
    return new Update(
        Identity.accepted(id, "", List.of()),
        Map.of(),
        List.of(),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        0,
        false,
        "");
  }
}
