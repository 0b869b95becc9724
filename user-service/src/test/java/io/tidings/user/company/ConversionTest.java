package io.tidings.user.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.ConvertToAccountRequest;
import io.tidings.proto.user.v1.ConvertToUserRequest;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import io.tidings.testing.TableDump;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ConversionTest extends CompanyServiceTest {
  private static final Value TRUE = Value.newBuilder().setBoolean(true).build();
  private static final Value FALSE = Value.newBuilder().setBoolean(false).build();

  private final String workspace = newWorkspace();

  @Override
  protected Map<String, String> settings() {
    // Nobody reads the facts: what waits in the outbox stays there to be looked at.
    return Map.of("tidings.rabbitmq.url", "amqp://guest:guest@127.0.0.1:1");
  }

  @Test
  void makesAnAccountOfAUserAndBack() {
    Profile before =
        identify(
            workspace,
            ProfileUpdate.newBuilder()
                .setUserId("shop")
                .setOccurredAt(second(10))
                .setSeen(true)
                .putAttributes("number", text("+2348012345678"))
                .putAttributes("plan", text("gold")));

    Company account = toAccount("shop");

    assertThat(account.getGroupId()).isEqualTo("shop");
    assertThat(account.getAttributesMap())
        .containsOnlyKeys("phone", "plan")
        .containsEntry("phone", text("+2348012345678"));
    assertThat(profile(workspace, "shop").getAttributesMap()).containsEntry("is_account", TRUE);
    assertThat(toAccount("shop")).isEqualTo(account);

    // Told of the account since, later and earlier than what the user was told before.
    group(workspace, call("somebody", update("shop", 20).putAttributes("plan", text("silver"))));
    group(
        workspace,
        call("somebody", update("shop", 5).putAttributes("phone", text("+2348099999999"))));
    assertThat(toUser("shop")).isEqualTo(before.getId());

    assertThat(profile(workspace, "shop").getAttributesMap())
        .containsEntry("is_account", FALSE)
        .containsEntry("plan", text("silver"))
        .containsEntry("number", text("+2348012345678"))
        .containsEntry("last_seen", before.getAttributesOrThrow("last_seen"));
    assertThatThrownBy(() -> company(workspace, "shop")).isInstanceOf(StatusRuntimeException.class);
    assertThat(companiesOf(workspace, "somebody")).isEmpty();
    assertThat(toUser("shop")).isEqualTo(before.getId());
    assertThat(toAccount("shop").getAttributesMap()).containsEntry("plan", text("silver"));
  }

  @Test
  void makesAUserOfACompanyThatNeverWasOne() {
    group(
        workspace,
        call("of-company", update("company", 1).putAttributes("name", text("Company Ltd"))));

    String profileId = toUser("company");

    Profile user = profile(workspace, "company");
    assertThat(user.getId()).isEqualTo(profileId);
    assertThat(user.getAttributesMap())
        .containsEntry("name", text("Company Ltd"))
        .containsEntry("is_account", FALSE);
  }

  @Test
  void knowsNobody() {
    assertThatThrownBy(() -> toAccount("nobody")).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> toUser("nobody")).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> toUser("null")).hasMessageContaining("INVALID_ARGUMENT");
  }

  @Test
  @DisplayName("behaviour 18: a company's addresses do not lie in the database in clear")
  void aDumpShowsNothingOfACompany() {
    group(
        workspace,
        call(
            "of-secret",
            update("boss.secret@example.com", 1)
                .putAttributes("email", text("office.secret@example.com"))
                .putAttributes("phone", text("+2348055555555"))
                .putAttributes("address", text("1 Hidden Road"))));

    TableDump dump = transactions().executeRead(it -> TableDump.of(it.getConnection()));

    assertThat(dump.text()).contains(workspace);
    dump.assertHoldsNone(
        "boss.secret@example.com", "office.secret@example.com", "2348055555555", "Hidden Road");
  }

  private Company toAccount(String id) {
    return companies(workspace)
        .convertToAccount(ConvertToAccountRequest.newBuilder().setId(id).build())
        .getCompany();
  }

  private String toUser(String id) {
    return companies(workspace)
        .convertToUser(ConvertToUserRequest.newBuilder().setId(id).build())
        .getProfileId();
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> transactions() {
    return bean(TransactionOperations.class);
  }
}
