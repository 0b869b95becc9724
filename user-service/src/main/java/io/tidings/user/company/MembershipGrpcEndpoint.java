package io.tidings.user.company;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.AddMembershipsRequest;
import io.tidings.proto.user.v1.AddMembershipsResponse;
import io.tidings.proto.user.v1.BatchGetMembershipsRequest;
import io.tidings.proto.user.v1.BatchGetMembershipsResponse;
import io.tidings.proto.user.v1.ChangeRoleRequest;
import io.tidings.proto.user.v1.ChangeRoleResponse;
import io.tidings.proto.user.v1.ListMembersRequest;
import io.tidings.proto.user.v1.ListMembersResponse;
import io.tidings.proto.user.v1.ListMembershipsRequest;
import io.tidings.proto.user.v1.ListMembershipsResponse;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceImplBase;
import io.tidings.proto.user.v1.MembershipUpdate;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.RemoveMembershipRequest;
import io.tidings.proto.user.v1.RemoveMembershipResponse;
import io.tidings.proto.user.v1.StreamMembersRequest;
import io.tidings.proto.user.v1.StreamMembersResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.rpc.Part;
import io.tidings.rpc.PartStream;
import io.tidings.typing.Typing;
import io.tidings.user.RefusedException;
import io.tidings.user.profile.ProfileDirectory;
import io.tidings.user.profile.ProfileWire;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Memberships over gRPC. */
@Singleton
final class MembershipGrpcEndpoint extends MembershipServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final int AT_MOST_OF_EACH = 100;
  private static final int STREAMED_AT_ONCE = 1000;

  private final Grouping grouping;
  private final Memberships memberships;
  private final Companies companies;
  private final ProfileDirectory directory;
  private final Clock clock;

  MembershipGrpcEndpoint(
      Grouping grouping,
      Memberships memberships,
      Companies companies,
      ProfileDirectory directory,
      Clock clock) {
    this.grouping = grouping;
    this.memberships = memberships;
    this.companies = companies;
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public void addMemberships(
      AddMembershipsRequest request, StreamObserver<AddMembershipsResponse> answer) {
    UUID user = user(request.getSelector());
    List<Grouping.Call> calls = new ArrayList<>(request.getMembershipsCount());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    for (MembershipUpdate update : request.getMembershipsList()) {
      String field = "memberships[" + calls.size() + "].";
      try {
        calls.add(
            new Grouping.Call(
                user,
                CompanyUpdate.accepted(update.getGroupId(), Map.of(), now),
                CompanyWire.role("role", update.getRole())));
      } catch (RefusedException e) {
        throw Faults.invalid(field + e.field(), e.reason());
      }
    }
    AddMembershipsResponse.Builder response = AddMembershipsResponse.newBuilder();
    for (Grouping.Outcome outcome : grouping.group(workspaceId(), Typing.INFER, calls)) {
      if (!(outcome instanceof Grouping.Outcome.Applied(var company, _, var membership, _))
          || membership == null) {
        throw ProfileWire.nobody();
      }
      response.addMemberships(CompanyWire.toWire(membership, company.groupId()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void changeRole(ChangeRoleRequest request, StreamObserver<ChangeRoleResponse> answer) {
    UUID user = user(request.getSelector());
    Company company = company(request.getCompany());
    String role;
    try {
      role = CompanyWire.role("role", request.getRole());
    } catch (RefusedException e) {
      throw refused(e);
    }
    Membership membership =
        memberships
            .changeRole(workspaceId(), user, company, role)
            .orElseThrow(() -> Faults.notFound("the user is no member of that company"));
    answer.onNext(
        ChangeRoleResponse.newBuilder()
            .setMembership(CompanyWire.toWire(membership, company.groupId()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void removeMembership(
      RemoveMembershipRequest request, StreamObserver<RemoveMembershipResponse> answer) {
    UUID user = user(request.getSelector());
    Company company = find(request.getCompany());
    boolean removed = company != null && memberships.remove(workspaceId(), user, company);
    answer.onNext(RemoveMembershipResponse.newBuilder().setRemoved(removed).build());
    answer.onCompleted();
  }

  @Override
  public void listMemberships(
      ListMembershipsRequest request, StreamObserver<ListMembershipsResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    Memberships.Part page =
        memberships.ofProfiles(
            workspaceId(),
            List.of(user(request.getSelector())),
            pageStart(request.getPageToken()),
            size);
    ListMembershipsResponse.Builder response =
        ListMembershipsResponse.newBuilder().addAllMemberships(CompanyWire.toWire(page));
    Membership last = page.last();
    if (last != null && page.read() == size) {
      response.setNextPageToken(ProfileWire.pageToken(last.companyId()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void batchGetMemberships(
      BatchGetMembershipsRequest request, StreamObserver<BatchGetMembershipsResponse> answer) {
    List<UUID> profileIds = request.getProfileIdsList().stream().map(UUID::fromString).toList();
    answer.onNext(
        BatchGetMembershipsResponse.newBuilder()
            .addAllMemberships(
                CompanyWire.toWire(
                    memberships.ofProfiles(
                        workspaceId(), profileIds, pageStart(""), AT_MOST_OF_EACH)))
            .build());
    answer.onCompleted();
  }

  @Override
  public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    Memberships.Part page =
        memberships.ofCompany(
            workspaceId(), company(request.getCompany()), pageStart(request.getPageToken()), size);
    ListMembersResponse.Builder response =
        ListMembersResponse.newBuilder().addAllMemberships(CompanyWire.toWire(page));
    Membership last = page.last();
    if (last != null && page.read() == size) {
      response.setNextPageToken(ProfileWire.pageToken(last.profileId()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void streamMembers(
      StreamMembersRequest request, StreamObserver<StreamMembersResponse> answer) {
    String workspaceId = workspaceId();
    Company company = company(request.getCompany());
    PartStream.answer(
        answer,
        (@Nullable Membership last) ->
            Part.of(
                memberships
                    .ofCompany(
                        workspaceId,
                        company,
                        last == null ? pageStart("") : last.profileId(),
                        STREAMED_AT_ONCE)
                    .memberships(),
                STREAMED_AT_ONCE),
        part ->
            StreamMembersResponse.newBuilder()
                .addAllMemberships(
                    part.stream().map(it -> CompanyWire.toWire(it, company.groupId())).toList())
                .build());
  }

  private UUID user(ProfileSelector selector) {
    return ProfileWire.known(directory, workspaceId(), selector);
  }

  private Company company(io.tidings.proto.user.v1.CompanySelector selector) {
    Company company = find(selector);
    if (company == null) {
      throw Faults.notFound("this workspace has no such company");
    }
    return company;
  }

  private @Nullable Company find(io.tidings.proto.user.v1.CompanySelector selector) {
    try {
      return companies.find(workspaceId(), CompanyWire.selector(selector));
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  private static UUID pageStart(String token) {
    try {
      return CompanyWire.pageStart(token);
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }

  private static StatusRuntimeException refused(RefusedException e) {
    return Faults.invalid(e.field(), e.reason());
  }
}
