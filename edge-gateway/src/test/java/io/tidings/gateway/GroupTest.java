package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Companies and their members. */
class GroupTest extends GatewayTest {
  private static final String GROUP =
      """
      {"userId": "u1", "groupId": "acme", "messageId": "m-1", "type": "group",
       "traits": {"name": "Acme", "employees": 30, "plan": "gold",
                  "address": {"country": "NG"}, "phone": "+2348012345678"}}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"/v1/group", "/v1/group/", "/v1/g", "/v1/g/"})
  @DisplayName("behaviours 46 to 49: group updates a company and makes the user a member")
  void groupTellsOfACompanyAndItsMember(String path) {
    assertThat(post(path, GROUP, basic()).body()).isEqualTo(SUCCESS);
    var call = companies.batches(workspace).getFirst().getFirst();
    assertThat(call.getProfileId()).isEqualTo(PlayedProfiles.profileId("u1"));
    assertThat(call.getCompany().getGroupId()).isEqualTo("acme");
    assertThat(call.getCompany().getAttributesMap())
        .containsOnlyKeys("name", "employees", "plan", "address", "phone");
    assertThat(call.getCompany().getAttributesOrThrow("employees").getNumber()).isEqualTo(30);
    assertThat(call.getCompany().hasOccurredAt()).isTrue();
    assertThat(profiles.batches(workspace).getFirst().getFirst().getAttributesMap())
        .as("the traits are the company's")
        .isEmpty();
    assertThat(events.batches(workspace)).isEmpty();
  }

  @Test
  void standInBatchesBesideOthers() {
    var batch =
        """
        {"batch": [%s,
          {"type": "group", "anonymousId": "a1", "groupId": 17, "messageId": "m-2"},
          {"type": "track", "userId": "u1", "event": "E"},
          {"type": "group", "userId": "u1", "messageId": "m-3"},
          {"type": "group", "userId": "u1", "groupId": "null", "messageId": "m-4"},
          {"type": "group", "userId": "u1", "groupId": "b", "traits": {"employees": "many"},
           "messageId": "m-6"}]}
        """
            .formatted(GROUP);
    assertThat(post("/v1/batch", batch, basic()).body()).isEqualTo(SUCCESS);
    assertThat(companies.batches(workspace)).as("one call for the batch").hasSize(1);
    assertThat(companies.batches(workspace).getFirst())
        .extracting(call -> call.getCompany().getGroupId())
        .containsExactly("acme", "17", "null", "b");
    assertThat(events.batches(workspace).getFirst()).hasSize(1);
    assertThat(rejects.of(workspace))
        .extracting(Reject::getMessageId, Reject::getField, Reject::getKind)
        .containsExactlyInAnyOrder(
            tuple("m-3", "groupId", RejectKind.REJECT_KIND_CALL),
            tuple("m-4", "groupId", RejectKind.REJECT_KIND_CALL),
            tuple("m-6", "traits.employees", RejectKind.REJECT_KIND_VALUE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          group | {"userId": "u"}                                     | groupId
          group | {"groupId": "g"}                                    | userId
          group | {"userId": "u", "groupId": {}}                      | groupId
          group | {"userId": "u", "groupId": "g", "traits": "none"}   | traits
          group | {"userId": "u", "groupId": "null"}                  | groupId
          """)
  void namesTheFieldAtFault(String route, String body, String field) {
    var response = post("/v1/" + route, body, basic());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo(field);
  }
}
