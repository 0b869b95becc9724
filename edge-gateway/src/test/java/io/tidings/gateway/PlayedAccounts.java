package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.tidings.gateway.json.Values;
import io.tidings.proto.user.v1.AddMembershipsRequest;
import io.tidings.proto.user.v1.AddMembershipsResponse;
import io.tidings.proto.user.v1.BatchGetCompaniesRequest;
import io.tidings.proto.user.v1.BatchGetCompaniesResponse;
import io.tidings.proto.user.v1.BatchGetMembershipsRequest;
import io.tidings.proto.user.v1.BatchGetMembershipsResponse;
import io.tidings.proto.user.v1.ChangeRoleRequest;
import io.tidings.proto.user.v1.ChangeRoleResponse;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.ConvertToAccountRequest;
import io.tidings.proto.user.v1.ConvertToAccountResponse;
import io.tidings.proto.user.v1.ConvertToUserRequest;
import io.tidings.proto.user.v1.ConvertToUserResponse;
import io.tidings.proto.user.v1.GetCompanyRequest;
import io.tidings.proto.user.v1.GetCompanyResponse;
import io.tidings.proto.user.v1.ListCompaniesRequest;
import io.tidings.proto.user.v1.ListCompaniesResponse;
import io.tidings.proto.user.v1.ListMembersRequest;
import io.tidings.proto.user.v1.ListMembersResponse;
import io.tidings.proto.user.v1.ListMembershipsRequest;
import io.tidings.proto.user.v1.ListMembershipsResponse;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.RemoveMembershipRequest;
import io.tidings.proto.user.v1.RemoveMembershipResponse;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.proto.user.v1.UpsertCompanyResponse;
import io.tidings.proto.value.v1.Typing;
import io.tidings.rpc.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps companies and members by workspace; a page holds all there are. Says that it ignored a
 * phone that is true or false, and refuses names of attributes that are too long.
 */
final class PlayedAccounts extends PlayedCompanies {
  private final Map<String, Map<String, Company>> companies = new ConcurrentHashMap<>();
  private final Map<String, List<Membership>> memberships = new ConcurrentHashMap<>();
  private final Map<String, List<Typing>> typings = new ConcurrentHashMap<>();

  /** How what was told of companies was to be typed, in the order of the calls. */
  List<Typing> typings(String workspace) {
    return typings.getOrDefault(workspace, List.of());
  }

  private Map<String, Company> companies() {
    return companies.computeIfAbsent(PlayedServices.workspace(), _ -> new LinkedHashMap<>());
  }

  private List<Membership> memberships() {
    return memberships.computeIfAbsent(PlayedServices.workspace(), _ -> new ArrayList<>());
  }

  private Company upsert(String groupId) {
    return companies()
        .computeIfAbsent(
            groupId,
            _ ->
                Company.newBuilder()
                    .setId(
                        UUID.nameUUIDFromBytes(("company " + groupId).getBytes(UTF_8)).toString())
                    .setGroupId(groupId)
                    .build());
  }

  private Company counted(Company company) {
    return company.toBuilder()
        .setMemberCount(
            memberships().stream()
                .filter(each -> each.getGroupId().equals(company.getGroupId()))
                .count())
        .build();
  }

  @Override
  public void upsertCompany(
      UpsertCompanyRequest request, StreamObserver<UpsertCompanyResponse> answer) {
    typings
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(request.getTyping());
    var update = request.getUpdate();
    for (var name : update.getAttributesMap().keySet()) {
      if (name.length() > 255) {
        throw Faults.invalid("update.attributes." + name, "has more than 255 characters");
      }
    }
    var known = companies().get(update.getGroupId());
    if (known != null
        && update.getKeepList().stream()
            .anyMatch(name ->
                known.containsAttributes(name)
                    && update.containsAttributes(name)
                    && !known
                        .getAttributesOrThrow(name)
                        .equals(update.getAttributesOrThrow(name)))) {
      var response = UpsertCompanyResponse.newBuilder();
      response.getRejectedBuilder().setField("attributes.email").setKept(true);
      answer.onNext(response.build());
      answer.onCompleted();
      return;
    }
    var company =
        upsert(update.getGroupId()).toBuilder().putAllAttributes(update.getAttributesMap()).build();
    companies().put(update.getGroupId(), company);
    var response = UpsertCompanyResponse.newBuilder().setCompany(company);
    if (update.getAttributesMap().getOrDefault("phone", Values.NULL).hasBoolean()) {
      response.addIgnoredBuilder().setField("attributes.phone").setReason("true is no number");
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void batchGetCompanies(
      BatchGetCompaniesRequest request, StreamObserver<BatchGetCompaniesResponse> answer) {
    var response = BatchGetCompaniesResponse.newBuilder();
    for (var selector : request.getSelectorsList()) {
      var found = response.addFoundBuilder();
      Optional.ofNullable(companies().get(selector.getGroupId()))
          .ifPresent(company -> found.setCompany(counted(company)));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void getCompany(GetCompanyRequest request, StreamObserver<GetCompanyResponse> answer) {
    var company = companies().get(request.getSelector().getGroupId());
    if (company == null) {
      throw Faults.notFound("the workspace has no such company");
    }
    answer.onNext(GetCompanyResponse.newBuilder().setCompany(counted(company)).build());
    answer.onCompleted();
  }

  @Override
  public void listCompanies(
      ListCompaniesRequest request, StreamObserver<ListCompaniesResponse> answer) {
    answer.onNext(
        ListCompaniesResponse.newBuilder()
            .addAllCompanies(companies().values().stream().map(this::counted).toList())
            .build());
    answer.onCompleted();
  }

  @Override
  public void convertToAccount(
      ConvertToAccountRequest request, StreamObserver<ConvertToAccountResponse> answer) {
    answer.onNext(
        ConvertToAccountResponse.newBuilder().setCompany(upsert(request.getId())).build());
    answer.onCompleted();
  }

  @Override
  public void convertToUser(
      ConvertToUserRequest request, StreamObserver<ConvertToUserResponse> answer) {
    companies().remove(request.getId());
    answer.onNext(ConvertToUserResponse.getDefaultInstance());
    answer.onCompleted();
  }

  BindableService membershipService() {
    return new MembershipServiceGrpc.MembershipServiceImplBase() {
      @Override
      public void addMemberships(
          AddMembershipsRequest request, StreamObserver<AddMembershipsResponse> answer) {
        for (var update : request.getMembershipsList()) {
          upsert(update.getGroupId());
          memberships()
              .add(
                  Membership.newBuilder()
                      .setProfileId(request.getSelector().getProfileId())
                      .setGroupId(update.getGroupId())
                      .setRole(update.getRole())
                      .build());
        }
        answer.onNext(AddMembershipsResponse.getDefaultInstance());
        answer.onCompleted();
      }

      @Override
      public void listMemberships(
          ListMembershipsRequest request, StreamObserver<ListMembershipsResponse> answer) {
        var user = PlayedProfiles.profileId(request.getSelector().getUserId());
        answer.onNext(
            ListMembershipsResponse.newBuilder()
                .addAllMemberships(
                    memberships().stream()
                        .filter(each -> each.getProfileId().equals(user))
                        .toList())
                .build());
        answer.onCompleted();
      }

      @Override
      public void listMembers(
          ListMembersRequest request, StreamObserver<ListMembersResponse> answer) {
        answer.onNext(
            ListMembersResponse.newBuilder()
                .addAllMemberships(
                    memberships().stream()
                        .filter(each -> each.getGroupId().equals(request.getCompany().getGroupId()))
                        .toList())
                .build());
        answer.onCompleted();
      }

      @Override
      public void changeRole(ChangeRoleRequest request, StreamObserver<ChangeRoleResponse> answer) {
        var groupId = request.getCompany().getGroupId();
        if (memberships().stream().noneMatch(each -> each.getGroupId().equals(groupId))) {
          throw Faults.notFound("the user is no member of '" + groupId + "'");
        }
        memberships()
            .replaceAll(each ->
                each.getGroupId().equals(groupId)
                    ? each.toBuilder().setRole(request.getRole()).build()
                    : each);
        answer.onNext(ChangeRoleResponse.getDefaultInstance());
        answer.onCompleted();
      }

      @Override
      public void removeMembership(
          RemoveMembershipRequest request, StreamObserver<RemoveMembershipResponse> answer) {
        var groupId = request.getCompany().getGroupId();
        var removed = memberships().removeIf(each -> each.getGroupId().equals(groupId));
        answer.onNext(RemoveMembershipResponse.newBuilder().setRemoved(removed).build());
        answer.onCompleted();
      }

      @Override
      public void batchGetMemberships(
          BatchGetMembershipsRequest request, StreamObserver<BatchGetMembershipsResponse> answer) {
        answer.onNext(
            BatchGetMembershipsResponse.newBuilder()
                .addAllMemberships(
                    memberships().stream()
                        .filter(each -> request.getProfileIdsList().contains(each.getProfileId()))
                        .toList())
                .build());
        answer.onCompleted();
      }
    };
  }
}
