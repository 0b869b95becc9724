package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Files of customers. */
class ImportApiTest extends GatewayTest {
  @Test
  void saysHowToReadTheFile() {
    var name = "upload-" + UUID.randomUUID();
    var response =
        post(
            "/v1/imports?delimiter=%3B&encoding=windows-1252&dryRun=true"
                + "&column=E-Mail%3A%20home:email&column=Notes:",
            "id;E-Mail: home;Notes\nu1;ada@example.org;x\nu2;;\n",
            with(secret(), "Idempotency-Key", name));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(imports.options())
        .filteredOn(options -> options.getRequestId().equals(name))
        .singleElement()
        .satisfies(options -> {
          assertThat(options.getDelimiter()).isEqualTo(";");
          assertThat(options.getEncoding()).isEqualTo("windows-1252");
          assertThat(options.getDryRun()).isTrue();
          assertThat(options.getColumnsMap())
              .containsOnlyKeys("E-Mail: home", "Notes")
              .containsEntry("E-Mail: home", "email")
              .containsEntry("Notes", "");
        });
  }

  @Test
  void saysWhatAColumnMustSay() {
    var response = post("/v1/imports?column=email", "id\nu1\n", secret());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo("column");
    assertThat(error(response).at("message").text()).contains("'email'", "E-mail:email");
  }

  @Test
  void showsImportsWhileTheyRun() {
    var id = UUID.randomUUID().toString();
    var one = json(get("/v1/imports/" + id, secret()));
    assertThat(one.at("id").text()).isEqualTo(id);
    assertThat(one.at("state").text()).isEqualTo("RUNNING");
    assertThat(one.at("rowCount").number()).isEqualTo(500);

    var page = json(get("/v1/imports?pageSize=5&pageToken=abc", secret()));
    assertThat(page.at("imports").at(0).at("requestId").text()).isEqualTo("page of 5");
    assertThat(page.at("nextPageToken").text()).isEqualTo("abc");
  }

  @Test
  void listsTheRowsThatWereNotTaken() {
    var page = json(get("/v1/imports/" + UUID.randomUUID() + "/rejected-rows", secret()));

    assertThat(page.at("rejectedRows").at(0).at("line").number()).isEqualTo(3);
    assertThat(page.at("nextPageToken").text()).isEqualTo("2");
  }

  @Test
  void handsOutAllRowsThatWereNotTakenAsAFile() {
    var response = get("/v1/imports/" + UUID.randomUUID() + "/rejected-rows.csv", secret());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(response.body())
        .isEqualTo(
            """
            line,column,reason\r
            3,"number","'08012' is not a phone number"\r
            7,"a ""strange"", name","is empty"\r
            """);
  }

  @Test
  void aWriteKeyOpensNoneOfIt() {
    var id = "/v1/imports/" + UUID.randomUUID();
    assertThat(get("/v1/imports", basic()).statusCode()).isEqualTo(403);
    assertThat(get(id, basic()).statusCode()).isEqualTo(403);
    assertThat(get(id + "/rejected-rows", basic()).statusCode()).isEqualTo(403);
    assertThat(get(id + "/rejected-rows.csv", basic()).statusCode()).isEqualTo(403);
  }
}
