package io.tidings.user.company;

import io.grpc.StatusRuntimeException;
import io.tidings.outbox.Outbox;
import io.tidings.rpc.Faults;
import io.tidings.typing.Typing;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeSchema;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.AttributeValue.Flag;
import io.tidings.user.attribute.DerivedAttributes;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Identity;
import io.tidings.user.identity.Key;
import io.tidings.user.profile.AttributeExchange;
import io.tidings.user.profile.Changes;
import io.tidings.user.profile.Identification;
import io.tidings.user.profile.Update;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes accounts of users and users of accounts: the attributes go from the one to the other, each
 * as if it had been told of the other by a call of its time.
 */
@Singleton
final class AccountConversion {
  /** What a user that is an account has set to true. */
  private static final String IS_ACCOUNT = "is_account";

  /** What is of the user alone, whatever else it is. */
  private static final Set<String> OF_THE_USER =
      Set.of(IS_ACCOUNT, "page_views", "last_seen", "user_id", "device_token", "device_platform");

  private static final String PHONE_OF_USER = "number";
  private static final String PHONE_OF_COMPANY = "phone";

  private static final int ATTEMPTS = 10;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Changes changes;
  private final Identification identification;
  private final Grouping grouping;
  private final AttributeExchange users;
  private final CompanyRepository companies;
  private final MembershipRepository memberships;
  private final Outbox outbox;
  private final Clock clock;

  AccountConversion(
      Changes changes,
      Identification identification,
      Grouping grouping,
      AttributeExchange users,
      CompanyRepository companies,
      MembershipRepository memberships,
      Outbox outbox,
      Clock clock) {
    this.changes = changes;
    this.identification = identification;
    this.grouping = grouping;
    this.users = users;
    this.companies = companies;
    this.memberships = memberships;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Who has an id. */
  private record Holders(AttributeExchange.@Nullable Held user, @Nullable Company company) {
    Map<String, Attribute> ofUser() {
      return user == null ? Map.of() : user.attributes();
    }

    Map<String, Attribute> ofCompany() {
      return company == null ? Map.of() : company.attributes();
    }

    boolean isAccount() {
      Attribute mark = ofUser().get(IS_ACCOUNT);
      return mark != null && mark.value().equals(new Flag(true));
    }
  }

  /** The account with the id; empty where neither a user nor a company has it. */
  Optional<Company> toAccount(String workspaceId, String id) throws RefusedException {
    Key user = user(id);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Holders before = changes.inTransaction(() -> hold(workspaceId, user, id));
      if (before.user() == null || (before.company() != null && before.isAccount())) {
        return Optional.ofNullable(before.company());
      }
      grouping.group(workspaceId, Typing.INFER, newsOfCompany(id, before.ofUser()));
      Optional<Company> account =
          changes.inTransaction(() -> {
            Holders now = hold(workspaceId, user, id);
            // Who was told more meanwhile has that to hand on too.
            boolean same = now.ofUser().equals(before.ofUser());
            return same ? account(workspaceId, now) : Optional.empty();
          });
      if (account.isPresent()) {
        return account;
      }
    }
    throw disturbed();
  }

  /** The profile of the user with the id; empty where neither a user nor a company has it. */
  Optional<UUID> toUser(String workspaceId, String id) throws RefusedException {
    Key user = user(id);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Holders before = changes.inTransaction(() -> hold(workspaceId, user, id));
      if (before.company() == null && before.user() == null) {
        return Optional.empty();
      }
      if (before.company() != null) {
        identification.identify(workspaceId, newsOfUser(id, before.ofCompany()));
      }
      Optional<UUID> converted =
          changes.inTransaction(() -> {
            Holders now = hold(workspaceId, user, id);
            boolean same = now.ofCompany().equals(before.ofCompany());
            return same ? user(workspaceId, now) : Optional.empty();
          });
      if (converted.isPresent()) {
        return converted;
      }
    }
    throw disturbed();
  }

  private Holders hold(String workspaceId, Key user, String id) throws SQLException {
    AttributeExchange.Held held = users.hold(workspaceId, user);
    return new Holders(
        held, companies.hold(workspaceId, List.of(id), CompanyRepository.Hold.TO_WRITE).get(id));
  }

  private Optional<Company> account(String workspaceId, Holders holders) throws SQLException {
    if (holders.user() == null) {
      return Optional.empty();
    }
    Instant now = now();
    users.write(workspaceId, holders.user(), marked(holders, true, now), now);
    return Optional.ofNullable(holders.company());
  }

  private Optional<UUID> user(String workspaceId, Holders holders) throws SQLException {
    AttributeExchange.Held user = holders.user();
    Company company = holders.company();
    if (user == null) {
      return Optional.empty();
    }
    Instant now = now();
    if (company != null || holders.isAccount()) {
      users.write(workspaceId, user, marked(holders, false, now), now);
    }
    if (company != null) {
      // The company first: that waits for whoever is putting users into it.
      companies.delete(workspaceId, company.id());
      memberships.deleteOfCompany(workspaceId, company.id());
      outbox.append(List.of(CompanyEvents.removed(workspaceId, company, now)));
    }
    return Optional.of(user.id());
  }

  /** What the attributes of a user say of the company, beside that there is one. */
  private List<Grouping.Call> newsOfCompany(String id, Map<String, Attribute> attributes)
      throws RefusedException {
    var byTime = byTime(attributes, PHONE_OF_USER, PHONE_OF_COMPANY);
    List<Grouping.Call> news = new ArrayList<>(byTime.size());
    for (var told : byTime.entrySet()) {
      news.add(
          new Grouping.Call(null, CompanyUpdate.accepted(id, told.getValue(), told.getKey()), ""));
    }
    return news;
  }

  /** What the attributes of a company say of the user, beside that there is one. */
  private List<Update> newsOfUser(String id, Map<String, Attribute> attributes)
      throws RefusedException {
    var byTime = byTime(attributes, PHONE_OF_COMPANY, PHONE_OF_USER);
    List<Update> news = new ArrayList<>(byTime.size());
    for (var told : byTime.entrySet()) {
      Map<String, AttributeValue> accepted = AttributeSchema.acceptedOf(told.getValue());
      accepted.keySet().removeAll(OF_THE_USER);
      news.add(Update.of(Identity.accepted(id, "", List.of()), accepted, told.getKey()));
    }
    return news;
  }

  /** The attributes that go over, the phone under the name that it has there; and nothing, now. */
  private Map<Instant, Map<String, AttributeValue>> byTime(
      Map<String, Attribute> attributes, String phoneBefore, String phoneAfter) {
    Map<Instant, Map<String, AttributeValue>> byTime = new TreeMap<>();
    byTime.put(now(), new HashMap<>());
    attributes.forEach((name, attribute) -> {
      if (!OF_THE_USER.contains(name) && !DerivedAttributes.NAMES.contains(name)) {
        byTime
            .computeIfAbsent(attribute.writtenAt(), _ -> new HashMap<>())
            .put(name.equals(phoneBefore) ? phoneAfter : name, attribute.value());
      }
    });
    return byTime;
  }

  private static Map<String, Attribute> marked(Holders holders, boolean account, Instant now) {
    Attribute before = holders.ofUser().get(IS_ACCOUNT);
    Instant at =
        before == null || now.isAfter(before.writtenAt())
            ? now
            : before.writtenAt().plus(1, ChronoUnit.MICROS);
    return Map.of(IS_ACCOUNT, new Attribute(new Flag(account), at));
  }

  private static StatusRuntimeException disturbed() {
    return Faults.unavailable(
        "the user or account is being changed by too many calls at once; it is not converted",
        RETRY_AFTER);
  }

  private static Key user(String id) throws RefusedException {
    CompanyUpdate.checkGroupId(id);
    return Key.of(Identifier.accepted("id", Identifier.USER_ID, id));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
