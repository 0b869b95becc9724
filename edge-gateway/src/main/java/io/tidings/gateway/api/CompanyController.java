package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.user.v1.AddMembershipsRequest;
import io.tidings.proto.user.v1.CompanySelector;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceBlockingStub;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.GetCompanyRequest;
import io.tidings.proto.user.v1.ListCompaniesRequest;
import io.tidings.proto.user.v1.ListMembersRequest;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceBlockingStub;
import io.tidings.proto.user.v1.MembershipUpdate;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.RemoveMembershipRequest;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.rpc.ServiceChannels;

@Controller("/v1/companies")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Companies", description = "Accounts that users belong to, and what is known of them.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class CompanyController {
  private final JsonCalls calls;
  private final CompanyServiceBlockingStub companies;
  private final MembershipServiceBlockingStub memberships;

  CompanyController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.companies = CompanyServiceGrpc.newBlockingStub(channels.to("user"));
    this.memberships = MembershipServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(
      summary = "Create or update a company",
      description =
          "By its group id. Attributes that cannot be what they must are left out, named.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/CompanyUpdate")))
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/UpsertCompanyResponse")))
  @Post
  byte[] upsertCompany(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CompanyUpdate.newBuilder(),
        update ->
            companies.upsertCompany(UpsertCompanyRequest.newBuilder().setUpdate(update).build()));
  }

  @Operation(summary = "All companies")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListCompaniesResponse")))
  @Get
  byte[] listCompanies(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListCompaniesRequest.newBuilder(),
        asked -> companies.listCompanies(asked.build()));
  }

  @Operation(summary = "One company", description = "By the group id that the customer gave.")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Company")))
  @Get("/{groupId}")
  byte[] getCompany(HttpRequest<?> request, String groupId) {
    return calls.fetch(
        request,
        () ->
            companies
                .getCompany(GetCompanyRequest.newBuilder().setSelector(named(groupId)).build())
                .getCompany());
  }

  @Operation(summary = "The users of a company")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListMembersResponse")))
  @Get("/{groupId}/members")
  byte[] listMembers(HttpRequest<?> request, String groupId, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListMembersRequest.newBuilder().setCompany(named(groupId)),
        asked -> memberships.listMembers(asked.build()));
  }

  @Operation(summary = "Make a user a member of a company, or give a member another role")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/MemberRole")))
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Membership")))
  @Put("/{groupId}/members/{userId}")
  byte[] putMember(HttpRequest<byte[]> request, String groupId, String userId) {
    return calls.send(
        request,
        MembershipUpdate.newBuilder().setGroupId(groupId),
        update ->
            memberships
                .addMemberships(
                    AddMembershipsRequest.newBuilder()
                        .setSelector(user(userId))
                        .addMemberships(update.setGroupId(groupId))
                        .build())
                .getMemberships(0));
  }

  @Operation(summary = "End a membership")
  @ApiResponse(
      responseCode = "200",
      description = "Whether the user was a member.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/RemoveMembershipResponse")))
  @Delete("/{groupId}/members/{userId}")
  byte[] removeMember(HttpRequest<?> request, String groupId, String userId) {
    return calls.fetch(
        request,
        () ->
            memberships.removeMembership(
                RemoveMembershipRequest.newBuilder()
                    .setSelector(user(userId))
                    .setCompany(named(groupId))
                    .build()));
  }

  private static CompanySelector.Builder named(String groupId) {
    return CompanySelector.newBuilder().setGroupId(groupId);
  }

  private static ProfileSelector.Builder user(String userId) {
    return ProfileSelector.newBuilder().setUserId(userId);
  }
}
