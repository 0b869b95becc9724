package io.tidings.user.profile;

import static java.util.Objects.requireNonNull;

import io.grpc.BindableService;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.GroupRequest;
import io.tidings.testing.SealedColumnKeys;
import io.tidings.testing.WorkspaceIsolation;
import io.tidings.testing.WorkspaceIsolation.Contents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class IsolationTest extends ProfileServiceTest {

  @Test
  void sealsAnewAlongPrimaryKeys() {
    SealedColumnKeys.check(requireNonNull(application));
  }

  @Test
  void noMethodReachesIntoAnotherWorkspace() {
    String workspace = newWorkspace();
    String id =
        identify(
                workspace,
                user("ada")
                    .setAnonymousId("a-1")
                    .putAttributes("plan", text("only-here"))
                    .putAttributes("email", text("only@here.example"))
                    .addDevices(device("token-1", "ios")))
            .getProfile()
            .getId();
    String company =
        CompanyServiceGrpc.newBlockingStub(channel(workspace))
            .group(
                GroupRequest.newBuilder()
                    .setCall(
                        GroupCall.newBuilder()
                            .setProfileId(id)
                            .setCompany(
                                CompanyUpdate.newBuilder()
                                    .setGroupId("acme")
                                    .putAttributes("plan", text("only-here"))))
                    .build())
            .getGrouped()
            .getCompanyId();
    new WorkspaceIsolation(
            requireNonNull(application).getBeansOfType(BindableService.class), this::channel)
        .check(
            workspace,
            newWorkspace(),
            new Contents(
                Map.of(
                    "user_id", "ada",
                    "anonymous_id", "a-1",
                    "profile_id", id,
                    "group_id", "acme",
                    "company_id", company,
                    "Identifier.type", "email",
                    "Identifier.value", "only@here.example",
                    "token", "token-1",
                    "platform", "ios"),
                List.of("only-here", id, company),
                List.of(
                    "GetProfile",
                    "BatchGetProfiles",
                    "ListProfiles",
                    "StreamProfiles",
                    "GetCompany",
                    "BatchGetCompanies",
                    "ListCompanies")));
  }
}
