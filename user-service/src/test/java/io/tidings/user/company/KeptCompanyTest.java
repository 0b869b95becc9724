package io.tidings.user.company;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.proto.user.v1.UpsertCompanyResponse;
import org.junit.jupiter.api.Test;

/** An update of a company may say what it must not change. */
@MicronautTest(transactional = false)
class KeptCompanyTest extends CompanyServiceTest {
  private static CompanyUpdate.Builder email(String address) {
    return CompanyUpdate.newBuilder()
        .setGroupId("acme")
        .putAttributes("email", text(address))
        .addKeep("email");
  }

  private UpsertCompanyResponse upsert(String workspace, CompanyUpdate.Builder update) {
    return companies(workspace)
        .upsertCompany(UpsertCompanyRequest.newBuilder().setUpdate(update).build());
  }

  @Test
  void appliesNothingOfAnUpdateThatWouldChangeIt() {
    String workspace = newWorkspace();
    assertThat(upsert(workspace, email("hello@acme.example")).getCreated()).isTrue();
    assertThat(upsert(workspace, email("hello@acme.example")).hasRejected()).isFalse();
    var before = company(workspace, "acme");

    var kept = upsert(workspace, email("eve@example.com").putAttributes("plan", text("pro")));

    assertThat(kept.getRejected().getKept()).isTrue();
    assertThat(kept.getRejected().getField()).isEqualTo("attributes.email");
    assertThat(company(workspace, "acme")).isEqualTo(before);
  }

  @Test
  void makesNobodyAMemberByACallThatIsNotApplied() {
    String workspace = newWorkspace();
    upsert(workspace, email("hello@acme.example"));

    var outcomes = groupAll(workspace, call("ada", email("eve@example.com")), call("bob", "acme"));

    assertThat(outcomes.get(0).getRejected().getKept()).isTrue();
    assertThat(outcomes.get(1).hasGrouped()).isTrue();
    assertThat(companiesOf(workspace, "ada")).isEmpty();
    assertThat(membersOf(workspace, "acme")).hasSize(1);
  }
}
