package io.tidings.user.company;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.BatchGetCompaniesRequest;
import io.tidings.proto.user.v1.BatchGetCompaniesResponse;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceImplBase;
import io.tidings.proto.user.v1.ConvertToAccountRequest;
import io.tidings.proto.user.v1.ConvertToAccountResponse;
import io.tidings.proto.user.v1.ConvertToUserRequest;
import io.tidings.proto.user.v1.ConvertToUserResponse;
import io.tidings.proto.user.v1.FoundCompany;
import io.tidings.proto.user.v1.GetCompanyRequest;
import io.tidings.proto.user.v1.GetCompanyResponse;
import io.tidings.proto.user.v1.GroupBatchRequest;
import io.tidings.proto.user.v1.GroupBatchResponse;
import io.tidings.proto.user.v1.GroupOutcome;
import io.tidings.proto.user.v1.GroupRequest;
import io.tidings.proto.user.v1.GroupResponse;
import io.tidings.proto.user.v1.ListCompaniesRequest;
import io.tidings.proto.user.v1.ListCompaniesResponse;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.proto.user.v1.UpsertCompanyResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.rpc.Part;
import io.tidings.typing.Typing;
import io.tidings.user.Found;
import io.tidings.user.RefusedException;
import io.tidings.user.profile.ProfileWire;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Companies over gRPC. */
@Singleton
final class CompanyGrpcEndpoint extends CompanyServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final Grouping grouping;
  private final GroupingWire groupCalls;
  private final Companies companies;
  private final AccountConversion conversion;
  private final Clock clock;

  CompanyGrpcEndpoint(
      Grouping grouping,
      GroupingWire groupCalls,
      Companies companies,
      AccountConversion conversion,
      Clock clock) {
    this.grouping = grouping;
    this.groupCalls = groupCalls;
    this.companies = companies;
    this.conversion = conversion;
    this.clock = clock;
  }

  @Override
  public void upsertCompany(
      UpsertCompanyRequest request, StreamObserver<UpsertCompanyResponse> answer) {
    CompanyUpdate update;
    try {
      update = CompanyWire.read(request.getUpdate(), clock.instant());
    } catch (RefusedException e) {
      throw Faults.invalid("update." + e.field(), e.reason());
    }
    var call = new Grouping.Call(null, update, "");
    Typing typing = Typing.fromWire(request.getTyping());
    answer.onNext(
        switch (grouping.group(workspaceId(), typing, List.of(call)).getFirst()) {
          case Grouping.Outcome.Applied(var company, var created, _, var ignored) ->
              UpsertCompanyResponse.newBuilder()
                  .setCompany(CompanyWire.toWire(company))
                  .setCreated(created)
                  .addAllIgnored(CompanyWire.toWire(ignored))
                  .build();
          case Grouping.Outcome.Kept(var reason) ->
              UpsertCompanyResponse.newBuilder().setRejected(CompanyWire.kept(reason)).build();
          case Grouping.Outcome.UnknownUser() ->
              throw new IllegalStateException("a call that names no user came to want one");
        });
    answer.onCompleted();
  }

  @Override
  public void group(GroupRequest request, StreamObserver<GroupResponse> answer) {
    GroupOutcome outcome =
        groupCalls
            .group(workspaceId(), Typing.fromWire(request.getTyping()), List.of(request.getCall()))
            .getFirst();
    if (outcome.hasRejected()) {
      throw Faults.invalid(
          "call." + outcome.getRejected().getField(), outcome.getRejected().getReason());
    }
    answer.onNext(GroupResponse.newBuilder().setGrouped(outcome.getGrouped()).build());
    answer.onCompleted();
  }

  @Override
  public void groupBatch(GroupBatchRequest request, StreamObserver<GroupBatchResponse> answer) {
    answer.onNext(
        GroupBatchResponse.newBuilder()
            .addAllOutcomes(
                groupCalls.group(
                    workspaceId(), Typing.fromWire(request.getTyping()), request.getCallsList()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void getCompany(GetCompanyRequest request, StreamObserver<GetCompanyResponse> answer) {
    Companies.Counted company;
    try {
      company = companies.findCounted(workspaceId(), CompanyWire.selector(request.getSelector()));
    } catch (RefusedException e) {
      throw refused(e);
    }
    if (company == null) {
      throw Faults.notFound("this workspace has no such company");
    }
    answer.onNext(GetCompanyResponse.newBuilder().setCompany(CompanyWire.toWire(company)).build());
    answer.onCompleted();
  }

  @Override
  public void batchGetCompanies(
      BatchGetCompaniesRequest request, StreamObserver<BatchGetCompaniesResponse> answer) {
    List<CompanySelector> selectors = new ArrayList<>(request.getSelectorsCount());
    try {
      for (var selector : request.getSelectorsList()) {
        selectors.add(CompanyWire.selector(selector));
      }
    } catch (RefusedException e) {
      throw Faults.invalid("selectors[" + selectors.size() + "]", e.reason());
    }
    BatchGetCompaniesResponse.Builder response = BatchGetCompaniesResponse.newBuilder();
    for (Found<Companies.Counted> each : companies.findCounted(workspaceId(), selectors)) {
      FoundCompany.Builder found = response.addFoundBuilder().setLeftOut(each.leftOut());
      Companies.Counted company = each.known();
      if (company != null) {
        found.setCompany(CompanyWire.toWire(company));
      }
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void listCompanies(
      ListCompaniesRequest request, StreamObserver<ListCompaniesResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    UUID after;
    try {
      after = CompanyWire.pageStart(request.getPageToken());
    } catch (RefusedException e) {
      throw refused(e);
    }
    Part<Companies.Counted> page = companies.page(workspaceId(), after, size);
    ListCompaniesResponse.Builder response = ListCompaniesResponse.newBuilder();
    page.items().stream().map(CompanyWire::toWire).forEach(response::addCompanies);
    if (!page.isLast()) {
      response.setNextPageToken(ProfileWire.pageToken(page.items().getLast().company().id()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void convertToAccount(
      ConvertToAccountRequest request, StreamObserver<ConvertToAccountResponse> answer) {
    try {
      Company company =
          conversion
              .toAccount(workspaceId(), request.getId())
              .orElseThrow(CompanyGrpcEndpoint::nobody);
      answer.onNext(
          ConvertToAccountResponse.newBuilder().setCompany(CompanyWire.toWire(company)).build());
      answer.onCompleted();
    } catch (RefusedException e) {
      throw Faults.invalid("id", e.reason());
    }
  }

  @Override
  public void convertToUser(
      ConvertToUserRequest request, StreamObserver<ConvertToUserResponse> answer) {
    try {
      UUID profileId =
          conversion
              .toUser(workspaceId(), request.getId())
              .orElseThrow(CompanyGrpcEndpoint::nobody);
      answer.onNext(ConvertToUserResponse.newBuilder().setProfileId(profileId.toString()).build());
      answer.onCompleted();
    } catch (RefusedException e) {
      throw Faults.invalid("id", e.reason());
    }
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }

  private static StatusRuntimeException refused(RefusedException e) {
    return Faults.invalid(e.field(), e.reason());
  }

  private static StatusRuntimeException nobody() {
    return Faults.notFound("neither a user nor a company of this workspace has that id");
  }
}
