package io.tidings.user.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.AttributeServiceGrpc;
import io.tidings.proto.user.v1.AttributeServiceGrpc.AttributeServiceBlockingStub;
import io.tidings.proto.user.v1.AttributeSubject;
import io.tidings.proto.user.v1.ChangeAttributeTypeRequest;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.GroupRequest;
import io.tidings.proto.user.v1.Grouped;
import io.tidings.proto.user.v1.PreviewAttributeTypeRequest;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.proto.user.v1.UpsertCompanyResponse;
import io.tidings.proto.value.v1.Typing;
import io.tidings.proto.value.v1.ValueType;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The attributes of companies have types as those of users have. */
@MicronautTest(transactional = false)
class TypedCompaniesTest extends CompanyServiceTest {
  private final String workspace = newWorkspace();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.schema.refresh", "100ms");
  }

  @Test
  @DisplayName(
      "behaviour 49: group traits are typed by their first value, and converted or ignored from"
          + " then on")
  void keepsToTheTypeOfTheFirstValue() {
    group(workspace, call("u1", update("acme", 1).putAttributes("seats", number(5))));
    Grouped converted =
        group(workspace, call("u1", update("acme", 2).putAttributes("seats", text("7"))));
    assertThat(converted.getIgnoredList()).isEmpty();

    Grouped ignoring =
        group(
            workspace,
            call(
                "u1",
                update("acme", 3)
                    .putAttributes("seats", text("many"))
                    .putAttributes("industry", text("toys"))));

    assertThat(ignoring.getIgnoredList())
        .containsExactly(
            Rejected.newBuilder()
                .setField("attributes.seats")
                .setReason("seats 'many' is not a number, like 12.5")
                .build());
    assertThat(company(workspace, "acme").getAttributesMap())
        .isEqualTo(Map.of("seats", number(7), "industry", text("toys")));
  }

  @Test
  @DisplayName(
      "behaviour 49: with string typing what is new becomes text, standard fields keep their types")
  void takesStringTyping() {
    companies(workspace)
        .group(
            GroupRequest.newBuilder()
                .setTyping(Typing.TYPING_STRING)
                .setCall(
                    call(
                        "u2",
                        update("umbrella", 1)
                            .putAttributes("floor", number(9))
                            .putAttributes("employees", number(120))))
                .build());
    UpsertCompanyResponse upserted =
        companies(workspace)
            .upsertCompany(
                UpsertCompanyRequest.newBuilder()
                    .setTyping(Typing.TYPING_STRING)
                    .setUpdate(update("umbrella", 2).putAttributes("door", number(3)))
                    .build());

    assertThat(upserted.getCompany().getAttributesMap())
        .isEqualTo(Map.of("floor", text("9"), "door", text("3"), "employees", number(120)));
  }

  @Test
  @DisplayName("behaviours 40 and 49: held values follow a change of type")
  void convertsWhatIsHeld() {
    String changing = newWorkspace();
    upsert(changing, CompanyUpdate.newBuilder().setGroupId("a").putAttributes("size", text("12")));
    upsert(changing, CompanyUpdate.newBuilder().setGroupId("b").putAttributes("size", text("xl")));

    assertThat(
            attributes(changing)
                .previewAttributeType(
                    PreviewAttributeTypeRequest.newBuilder()
                        .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_COMPANY)
                        .setName("size")
                        .setType(ValueType.VALUE_TYPE_NUMBER)
                        .build())
                .getInconvertibleShapesList())
        .containsExactly("aa");
    attributes(changing)
        .changeAttributeType(
            ChangeAttributeTypeRequest.newBuilder()
                .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_COMPANY)
                .setName("size")
                .setType(ValueType.VALUE_TYPE_NUMBER)
                .build());

    await()
        .untilAsserted(() ->
            assertThat(company(changing, "a").getAttributesOrThrow("size")).isEqualTo(number(12)));
    assertThat(company(changing, "b").getAttributesOrThrow("size")).isEqualTo(text("xl"));
  }

  private void upsert(String workspaceId, CompanyUpdate.Builder update) {
    companies(workspaceId)
        .upsertCompany(UpsertCompanyRequest.newBuilder().setUpdate(update).build());
  }

  private AttributeServiceBlockingStub attributes(String workspaceId) {
    return AttributeServiceGrpc.newBlockingStub(channel(workspaceId));
  }
}
