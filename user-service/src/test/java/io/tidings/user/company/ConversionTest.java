package io.tidings.user.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.ConvertToAccountRequest;
import io.tidings.proto.user.v1.ConvertToUserRequest;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
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
  @DisplayName("Behaviours 38 and 40: attributes go over by the rules of those who take them")
  void theUserTakesWhatItsAttributesHold() {
    identify(workspace, known("other").putAttributes("seats", number(3)));
    identify(workspace, known("other").putAttributes("desks", number(3)));
    group(
        workspace,
        call(
            "of-firm",
            update("firm", 1)
                .putAttributes("seats", text("twelve"))
                .putAttributes("desks", text("12"))
                .putAttributes("firstName", text("Ada"))
                .putAttributes("deviceToken", text("t"))
                .putAttributes("lastSeen", text("long ago"))
                .putAttributes("email", text("Office@Firm.example"))));

    toUser("firm");

    assertThat(profile(workspace, "firm").getAttributesMap())
        .containsOnlyKeys("desks", "first_name", "email", "email_domain", "is_account")
        .containsEntry("desks", number(12))
        .containsEntry("first_name", text("Ada"));
    assertThat(
            profiles(workspace)
                .getProfile(
                    GetProfileRequest.newBuilder()
                        .setSelector(
                            ProfileSelector.newBuilder()
                                .setIdentifier(
                                    Identifier.newBuilder()
                                        .setType("email")
                                        .setValue(
                                            profile(workspace, "firm")
                                                .getAttributesOrThrow("email")
                                                .getText())))
                        .build())
                .getProfile()
                .getUserId())
        .isEqualTo("firm");
  }

  @Test
  @DisplayName("Behaviours 38 and 40: attributes go over by the rules of those who take them")
  void theAccountTakesWhatItsAttributesHold() {
    group(
        workspace,
        call(
            "of-plant",
            update("plant", 1)
                .putAttributes("rooms", number(3))
                .putAttributes("tables", number(3))));
    identify(
        workspace,
        known("works")
            .putAttributes("rooms", text("twelve"))
            .putAttributes("tables", text("12"))
            .putAttributes("employee_count", text("7"))
            .putAttributes("hall", text("north")));

    assertThat(toAccount("works").getAttributesMap())
        .containsOnlyKeys("tables", "employees", "hall")
        .containsEntry("tables", number(12))
        .containsEntry("employees", number(7));
  }

  private static ProfileUpdate.Builder known(String userId) {
    return ProfileUpdate.newBuilder().setUserId(userId);
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
