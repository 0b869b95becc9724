package io.tidings.user.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.BatchGetCompaniesRequest;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.GroupOutcome;
import io.tidings.proto.user.v1.Grouped;
import io.tidings.proto.user.v1.ListCompaniesRequest;
import io.tidings.proto.user.v1.ListCompaniesResponse;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(transactional = false)
class GroupTest extends CompanyServiceTest {
  private final String workspace = newWorkspace();

  @Test
  @DisplayName("behaviours 46 and 47: group makes the company and its user a member")
  void createsTheCompanyAndPutsTheUserIntoIt() {
    Grouped first =
        group(
            workspace,
            call("grouped", update("acme", 1).putAttributes("name", text("Acme")))
                .setRole("admin"));
    Grouped again =
        group(workspace, call("other", update("acme", 2).putAttributes("plan", text("gold"))));

    assertThat(first.getCreated()).isTrue();
    assertThat(again.getCreated()).isFalse();
    assertThat(again.getCompanyId()).isEqualTo(first.getCompanyId());
    Company company = company(workspace, "acme");
    assertThat(company.getId()).isEqualTo(first.getCompanyId());
    assertThat(company.getAttributesMap())
        .containsEntry("name", text("Acme"))
        .containsEntry("plan", text("gold"));
    assertThat(company.getMemberCount()).isEqualTo(2);
    assertThat(company.getVersion()).isEqualTo(2);
    assertThat(membersOf(workspace, "acme"))
        .extracting(Membership::getProfileId, Membership::getRole)
        .containsExactly(
            tuple(profile(workspace, "grouped").getId(), "admin"),
            tuple(profile(workspace, "other").getId(), ""));
    assertThat(companiesOf(workspace, "grouped"))
        .extracting(Membership::getGroupId)
        .containsExactly("acme");
  }

  @Test
  @DisplayName("behaviour 48: address, description, email, employees, name, phone")
  void knowsTheFieldsOfACompany() {
    Value address =
        Value.newBuilder()
            .setObject(ValueObject.newBuilder().putValues("city", text("Lagos")))
            .build();
    group(
        workspace,
        call(
            "of-fields",
            update("fields", 1)
                .putAttributes("address", address)
                .putAttributes("description", text("Makes things"))
                .putAttributes("email", text("Office@Example.COM"))
                .putAttributes("employees", text("120"))
                .putAttributes("name", text("Fields"))
                .putAttributes("phoneNumber", text("234 801 234 5678"))));

    assertThat(company(workspace, "fields").getAttributesMap())
        .containsOnlyKeys("address", "description", "email", "employees", "name", "phone")
        .containsEntry("address", address)
        .containsEntry("email", text("office@example.com"))
        .containsEntry("employees", number(120))
        .containsEntry("phone", text("+2348012345678"));
  }

  @Test
  @DisplayName(
      "behaviour 49: a value that cannot be taken is left out and named, the rest is written")
  void leavesOutWhatCannotBe() {
    group(workspace, call("of-bad", update("bad", 1).putAttributes("employees", number(7))));
    Grouped grouped =
        group(
            workspace,
            call(
                "of-bad",
                update("bad", 2)
                    .putAttributes("employees", text("many"))
                    .putAttributes("email", text("no address"))
                    .putAttributes("with\0nul", text("x"))
                    .putAttributes("text", text("nul \0"))
                    .putAttributes(" ", text("x"))
                    .putAttributes("plan", text("gold"))));

    assertThat(company(workspace, "bad").getAttributesMap())
        .containsOnlyKeys("employees", "plan")
        .containsEntry("employees", number(7));
    assertThat(grouped.getIgnoredList())
        .extracting(Rejected::getField)
        .containsExactlyInAnyOrder(
            "attributes.employees",
            "attributes.email",
            "attributes",
            "attributes.text",
            "attributes");
    assertThat(grouped.getIgnoredList())
        .extracting(Rejected::getReason)
        .contains("employees 'many' is not a number, like 120");
  }

  @Test
  void theLatestWinsByTheTimeOfTheCallInAnyOrder() {
    group(workspace, call("late", update("late", 20).putAttributes("plan", text("new"))));
    group(workspace, call("late", update("late", 10).putAttributes("plan", text("old"))));
    assertThat(company(workspace, "late").getAttributesMap()).containsEntry("plan", text("new"));

    group(
        workspace,
        call("late", update("late", 30).putAttributes("plan", Value.getDefaultInstance())));
    group(workspace, call("late", update("late", 25).putAttributes("plan", text("between"))));
    assertThat(company(workspace, "late").getAttributesMap()).doesNotContainKey("plan");
  }

  @Test
  void callsOfABatchWithTheSameTimeHappenedInItsOrder() {
    groupAll(
        workspace,
        call("ties", update("ties", 1).putAttributes("plan", text("z-first"))),
        call("ties", update("ties", 1).putAttributes("plan", text("a-last"))));

    assertThat(company(workspace, "ties").getAttributesMap()).containsEntry("plan", text("a-last"));
  }

  @Test
  void aRepetitionChangesNothing() {
    GroupCall.Builder call =
        call("again", update("again", 1).putAttributes("name", text("Again"))).setRole("owner");
    group(workspace, call);
    Company before = company(workspace, "again");
    groupAll(workspace, call, call);

    assertThat(company(workspace, "again")).isEqualTo(before);
    assertThat(companiesOf(workspace, "again")).hasSize(1);
  }

  @Test
  void aBadCallTakesNoGoodOneWithIt() {
    String known = identify(workspace, ProfileUpdate.newBuilder().setUserId("known")).getId();
    List<GroupOutcome> outcomes =
        groupAll(
            workspace,
            call("good", "beside"),
            call("", "beside"),
            call("good", ""),
            call("good", "null"),
            call("good", "x".repeat(256)),
            call("good", "with\0nul"),
            GroupCall.newBuilder().setCompany(update("beside", 1)),
            GroupCall.newBuilder().setProfileId("nonsense").setCompany(update("beside", 1)),
            GroupCall.newBuilder()
                .setProfileId(UUID.randomUUID().toString())
                .setCompany(update("beside", 1)),
            call("good", "role").setRole("r".repeat(101)),
            GroupCall.newBuilder().setProfileId(known).setCompany(update("beside", 1)),
            call("longest", "y".repeat(255)));

    assertThat(outcomes)
        .extracting(GroupOutcome::hasGrouped)
        .containsExactly(
            true, false, false, false, false, false, false, false, false, false, true, true);
    assertThat(outcomes)
        .extracting(outcome -> outcome.getRejected().getField())
        .containsExactly(
            "",
            "user_id",
            "group_id",
            "group_id",
            "group_id",
            "group_id",
            "member",
            "profile_id",
            "profile_id",
            "role",
            "",
            "");
    assertThat(membersOf(workspace, "beside")).hasSize(2);
  }

  @Test
  void writesACompanyWithoutAUser() {
    var response =
        companies(workspace)
            .upsertCompany(
                UpsertCompanyRequest.newBuilder()
                    .setUpdate(update("alone", 1).putAttributes("name", text("Alone")))
                    .build());

    assertThat(response.getCreated()).isTrue();
    assertThat(response.getCompany().getGroupId()).isEqualTo("alone");
    assertThat(company(workspace, "alone").getMemberCount()).isZero();
    assertThat(membersOf(workspace, "alone")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "-1", "NULL", "000-000"})
  void refusesIdsThatNameNoCompany(String groupId) {
    assertThatThrownBy(() -> group(workspace, call("somebody", groupId)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> {
              assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(refusal.getMessage()).contains("call.group_id");
            });
  }

  @Test
  void listsCompaniesByThePage() {
    String own = newWorkspace();
    for (int i = 1; i <= 5; i++) {
      group(own, call("lister", "company-" + i));
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      ListCompaniesResponse page =
          companies(own)
              .listCompanies(
                  ListCompaniesRequest.newBuilder().setPageSize(2).setPageToken(token).build());
      page.getCompaniesList().forEach(company -> listed.add(company.getGroupId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(listed)
        .containsExactly("company-1", "company-2", "company-3", "company-4", "company-5");
    assertThatThrownBy(() ->
            companies(own)
                .listCompanies(ListCompaniesRequest.newBuilder().setPageToken("nonsense").build()))
        .hasMessageContaining("page_token");
  }

  @Test
  void ignoresWhatACompanyHasNoRoomForAndReadsManyLargeOnesInSeveralAnswers() {
    String crowded = newWorkspace();
    CompanyUpdate.Builder large = CompanyUpdate.newBuilder();
    for (int i = 0; i < 9; i++) {
      large.putAttributes("note " + i, text("x".repeat(32_000)));
    }
    BatchGetCompaniesRequest.Builder asked = BatchGetCompaniesRequest.newBuilder();
    for (int i = 0; i < 40; i++) {
      String groupId = "large-" + i;
      var written =
          companies(crowded)
              .upsertCompany(
                  UpsertCompanyRequest.newBuilder()
                      .setUpdate(large.clone().setGroupId(groupId))
                      .build());
      assertThat(written.getIgnoredList())
          .extracting(Rejected::getField)
          .containsExactly("attributes.note 8");
      asked.addSelectors(named(groupId));
    }
    var reading = companies(crowded).withMaxInboundMessageSize(16 * 1024 * 1024);

    var found = reading.batchGetCompanies(asked.build()).getFoundList();
    ListCompaniesResponse page = reading.listCompanies(ListCompaniesRequest.getDefaultInstance());

    assertThat(found.getFirst().hasCompany()).isTrue();
    assertThat(found.getLast().getLeftOut()).isTrue();
    assertThat(found).allMatch(each -> each.hasCompany() != each.getLeftOut());
    assertThat(page.getCompaniesCount()).isBetween(1, 39);
    assertThat(
            reading
                .listCompanies(
                    ListCompaniesRequest.newBuilder().setPageToken(page.getNextPageToken()).build())
                .getCompaniesCount())
        .isEqualTo(40 - page.getCompaniesCount());
  }

  @Test
  void anotherWorkspaceSeesNothing() {
    group(workspace, call("private", "private").setRole("owner"));
    String other = newWorkspace();

    assertThatThrownBy(() -> company(other, "private"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    assertThat(companies(other).listCompanies(ListCompaniesRequest.getDefaultInstance()))
        .isEqualTo(ListCompaniesResponse.getDefaultInstance());
    String profile = profile(workspace, "private").getId();
    assertThat(
            groupAll(other, GroupCall.newBuilder().setProfileId(profile).setCompany(update("x", 1)))
                .getFirst()
                .hasRejected())
        .isTrue();
  }

  @Test
  void manyAtOnceMakeOneCompany() throws Exception {
    List<Future<Grouped>> running = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 24; i++) {
        CompanyUpdate.Builder company =
            update("crowd", i).putAttributes("last", number(i)).putAttributes("n" + i, number(i));
        String user = "crowd-" + i % 12;
        running.add(threads.submit(() -> group(workspace, call(user, company))));
      }
    }
    for (Future<Grouped> call : running) {
      assertThat(call.get().getCompanyId()).isEqualTo(running.getFirst().get().getCompanyId());
    }
    Company company = company(workspace, "crowd");
    assertThat(company.getMemberCount()).isEqualTo(12);
    assertThat(company.getAttributesMap()).hasSize(25).containsEntry("last", number(23));
  }
}
