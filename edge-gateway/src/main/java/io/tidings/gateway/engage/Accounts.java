package io.tidings.gateway.engage;

import io.tidings.gateway.json.Defect;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.Kinds;
import io.tidings.gateway.reject.RejectLog;
import io.tidings.gateway.user.Users;
import io.tidings.proto.user.v1.AddMembershipsRequest;
import io.tidings.proto.user.v1.BatchGetCompaniesRequest;
import io.tidings.proto.user.v1.ChangeRoleRequest;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.CompanySelector;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceBlockingStub;
import io.tidings.proto.user.v1.ConvertToAccountRequest;
import io.tidings.proto.user.v1.ConvertToUserRequest;
import io.tidings.proto.user.v1.ListCompaniesRequest;
import io.tidings.proto.user.v1.ListCompaniesResponse;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceBlockingStub;
import io.tidings.proto.user.v1.MembershipUpdate;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.RemoveMembershipRequest;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.ServiceChannels;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts, which user-service calls companies, and who belongs to them. */
@Singleton
final class Accounts {
  private final CompanyServiceBlockingStub companies;
  private final MembershipServiceBlockingStub memberships;
  private final RejectLog rejectLog;

  Accounts(ServiceChannels channels, RejectLog rejectLog) {
    this.companies = CompanyServiceGrpc.newBlockingStub(channels.to("user"));
    this.memberships = MembershipServiceGrpc.newBlockingStub(channels.to("user"));
    this.rejectLog = rejectLog;
  }

  Optional<Company> find(String id) {
    var request = BatchGetCompaniesRequest.newBuilder().addSelectors(selector(id));
    var found = companies.batchGetCompanies(request.build()).getFound(0);
    return found.hasCompany() ? Optional.of(found.getCompany()) : Optional.empty();
  }

  /** In the order of their creation. */
  ListCompaniesResponse page(int limit, String token) {
    return companies.listCompanies(
        ListCompaniesRequest.newBuilder().setPageSize(limit).setPageToken(token).build());
  }

  boolean areThere() {
    return page(1, "").getCompaniesCount() > 0;
  }

  /**
   * Values that are not of their attribute's type are left out and on record as rejected.
   *
   * @param kept attributes whose value stays where there is one
   * @throws io.tidings.gateway.answer.Problem 403 where another was offered; nothing is written
   */
  void write(String id, Map<String, Value> attributes, List<String> kept) {
    var request =
        UpsertCompanyRequest.newBuilder().setTyping(SourceSettings.current().typing().toWire());
    request
        .getUpdateBuilder()
        .setGroupId(id)
        .putAllAttributes(AccountAttributes.of(attributes))
        .addAllKeep(kept);
    var written = companies.upsertCompany(request.build());
    if (written.hasRejected()) {
      throw Users.kept(AccountAttributes.fieldOf(written.getRejected().getField()));
    }
    rejectLog.addValues(
        "",
        written.getIgnoredList().stream()
            .map(ignored ->
                new Defect(AccountAttributes.fieldOf(ignored.getField()), ignored.getReason())));
  }

  void makeAccountOf(String userId) {
    companies.convertToAccount(ConvertToAccountRequest.newBuilder().setId(userId).build());
  }

  void makeUserOf(String accountId) {
    companies.convertToUser(ConvertToUserRequest.newBuilder().setId(accountId).build());
  }

  /**
   * @param accounts as a caller writes them: objects with {@code id} and {@code role}
   */
  void add(ProfileSelector user, List<Value> accounts) {
    var request = AddMembershipsRequest.newBuilder().setSelector(user);
    for (var i = 0; i < accounts.size(); i++) {
      request.addMemberships(membership("accounts[" + i + "]", accounts.get(i)));
    }
    memberships.addMemberships(request.build());
  }

  private static MembershipUpdate membership(String at, Value account) {
    if (account.getKindCase() != Value.KindCase.OBJECT) {
      throw new DefectException(at, "is " + Kinds.of(account) + "; an object is needed");
    }
    var fields = new Fields(at + ".", account.getObject().getValuesMap());
    fields.refuseAllBut(List.of("id", "role"));
    return MembershipUpdate.newBuilder()
        .setGroupId(
            fields
                .text("id")
                .orElseThrow(() -> new DefectException(at + ".id", "is missing; name the account")))
        .setRole(fields.text("role").orElse(""))
        .build();
  }

  void changeRole(ProfileSelector user, String id, String role) {
    memberships.changeRole(
        ChangeRoleRequest.newBuilder()
            .setSelector(user)
            .setCompany(selector(id))
            .setRole(role)
            .build());
  }

  void remove(ProfileSelector user, String id) {
    memberships.removeMembership(
        RemoveMembershipRequest.newBuilder().setSelector(user).setCompany(selector(id)).build());
  }

  private static CompanySelector selector(String id) {
    return CompanySelector.newBuilder().setGroupId(id).build();
  }
}
