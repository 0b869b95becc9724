package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes, event definitions and merges over REST. */
class SchemaApiTest extends GatewayTest {
  @Test
  @DisplayName("behaviour 40: attributes are defined, listed and changed, with a preview")
  void attributesAreDefinedListedAndChanged() {
    var defined = post("/v1/attributes", "{\"name\": \"age\", \"type\": \"number\"}", secret());
    assertThat(defined.statusCode()).isEqualTo(201);
    assertThat(json(defined).at("subject").text()).isEqualTo("user");
    post(
        "/v1/attributes",
        "{\"subject\": \"company\", \"name\": \"industry\", \"type\": \"string\"}",
        secret());

    var ofUsers = json(get("/v1/attributes", secret())).at("attributes");
    assertThat(ofUsers.list()).hasSize(1);
    assertThat(ofUsers.at(0).at("type").text()).isEqualTo("number");
    var ofCompanies = json(get("/v1/attributes?subject=company", secret())).at("attributes");
    assertThat(ofCompanies.at(0).at("name").text()).isEqualTo("industry");

    var change = "{\"name\": \"age\", \"type\": \"date_time\"}";
    var preview = json(post("/v1/attributes/preview", change, secret()));
    assertThat(preview.at("inconvertibleCount").number()).isEqualTo(1);
    assertThat(preview.at("inconvertibleShapes").at(0).text()).isEqualTo("aaa 99");
    var changed = exchange("PUT", "/v1/attributes", change, secret());
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).at("type").text()).isEqualTo("date_time");
  }

  @Test
  @DisplayName("behaviour 40: event properties are defined, listed and changed")
  void eventsAreDefinedListedAndChanged() {
    var defined =
        post(
            "/v1/event-definitions",
            "{\"name\": \"Order Completed\", \"properties\": [{\"name\": \"total\", \"type\":"
                + " \"number\"}]}",
            secret());
    assertThat(defined.statusCode()).isEqualTo(201);
    assertThat(json(defined).at("name").text()).isEqualTo("Order Completed");

    var listed = json(get("/v1/event-definitions", secret())).at("events");
    assertThat(listed.at(0).at("name").text()).isEqualTo("Order Completed");
    var properties =
        json(get("/v1/event-definitions/properties?event=Order%20Completed", secret()))
            .at("properties");
    assertThat(properties.at(0).at("type").text()).isEqualTo("number");
    var changed =
        exchange(
            "PUT",
            "/v1/event-definitions/properties",
            "{\"event\": \"Order Completed\", \"property\": \"total\", \"type\": \"string\"}",
            secret());
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).at("name").text()).isEqualTo("Order Completed.total");
  }

  @Test
  void usersAreJoinedAndMergesListed() {
    var joined =
        post(
            "/v1/merges",
            "{\"previous\": {\"type\": \"user_id\", \"value\": \"old\"}, \"userId\": \"new\"}",
            secret());
    assertThat(joined.statusCode()).isEqualTo(200);
    assertThat(json(joined).at("userId").text()).isEqualTo("new");
    assertThat(json(joined).at("identifiers").at(0).at("value").text()).isEqualTo("old");

    var merges = json(get("/v1/merges?userId=new&pageSize=7&pageToken=t", secret()));
    assertThat(merges.at("merges").at(0).at("cause").text()).isEqualTo("alias");
    assertThat(merges.at("merges").at(0).at("profileId").text())
        .isEqualTo(PlayedProfiles.profileId("new"));
    assertThat(merges.at("nextPageToken").text()).isEqualTo("7 after t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/attributes",
        "/v1/event-definitions",
        "/v1/event-definitions/properties?event=x",
        "/v1/merges"
      })
  void isForSecretKeys(String path) {
    assertThat(get(path, basic()).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/attributes        | {"name": "age", "type": "integer"} | type
          /v1/attributes        | {"name": 7, "type": "number"}      | name
          /v1/attributes        | {"subject": "dog", "name": "age"}  | subject
          /v1/event-definitions | {"name": "a", "properties": [{"name": "b", "type": "c"}]} | properties[0].type
          /v1/merges            | {"previous": "old"}                | previous
          """)
  void namesTheFieldAtFault(String path, String body, String field) {
    var response = post(path, body, secret());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo(field);
  }

  @Test
  void refusesASubjectThatThereIsNot() {
    var response = get("/v1/attributes?subject=dog", secret());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo("subject");
  }

  @Test
  void answersThatNobodyDefinedIt() {
    assertThat(
            exchange(
                    "PUT",
                    "/v1/attributes",
                    "{\"name\": \"unheard\", \"type\": \"number\"}",
                    secret())
                .statusCode())
        .isEqualTo(404);
  }
}
