package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifyResponse;
import io.tidings.proto.value.v1.Value;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What follows from an e-mail address and a phone number. */
@MicronautTest(transactional = false)
class DerivedTest extends ProfileServiceTest {
  private final String workspace = newWorkspace();

  @Test
  @DisplayName("behaviour 13: what the user id tells, and what follows from it")
  void aUserIdTellsItsDomain() {
    assertThat(texts(identify(workspace, user("Ada@Example.com")).getProfile()))
        .isEqualTo(Map.of("email", "ada@example.com", "email_domain", "example.com"));
    assertThat(texts(identify(workspace, user("+2348012345678")).getProfile()))
        .isEqualTo(Map.of("number", "+2348012345678", "number_country", "NG"));
  }

  @Test
  void followsWhatWasToldLast() {
    identify(
        workspace,
        user("u1")
            .setOccurredAt(second(20))
            .putAttributes("email", text("ada@b.example"))
            .putAttributes("phone", text("4930901820")));
    identify(
        workspace,
        user("u1").setOccurredAt(second(10)).putAttributes("email", text("ada@a.example")));

    assertThat(texts(profileOfUser(workspace, "u1")))
        .containsEntry("email_domain", "b.example")
        .containsEntry("number_country", "DE");

    identify(
        workspace,
        user("u1")
            .putAttributes("email", Value.getDefaultInstance())
            .putAttributes("number", text("+12025550123")));
    assertThat(texts(profileOfUser(workspace, "u1")))
        .isEqualTo(Map.of("number", "+12025550123", "number_country", "US"));
  }

  @Test
  void nobodySetsThem() {
    IdentifyResponse response =
        identify(
            workspace,
            user("u2")
                .putAttributes("email_domain", text("elsewhere.example"))
                .putAttributes("gender", text("female")));

    assertThat(texts(response.getProfile())).isEqualTo(Map.of("gender", "female"));
    assertThat(response.getIgnoredList())
        .singleElement()
        .satisfies(ignored -> assertThat(ignored.getField()).isEqualTo("attributes.email_domain"));
  }

  @Test
  @DisplayName(
      "An e-mail address is an identifier of the first who brings it, at most five of them")
  void anEmailAddressIdentifies() {
    for (int i = 1; i <= 6; i++) {
      identify(workspace, user("u3").putAttributes("email", text("ada" + i + "@example.com")));
    }
    identify(workspace, user("u4").putAttributes("email", text("ada1@example.com")));

    assertThat(profileOfUser(workspace, "u3").getIdentifiersList())
        .hasSize(5)
        .contains(Identifier.newBuilder().setType("email").setValue("ada1@example.com").build());
    assertThat(profileKnownBy(workspace, "email", "ADA1@example.com").getUserId()).isEqualTo("u3");
    assertThat(profileOfUser(workspace, "u4").getIdentifiersList()).isEmpty();
    identify(workspace, user("Eve@Example.com"));
    assertThat(profileKnownBy(workspace, "email", "eve@example.com").getUserId())
        .as("of a user whose id it is")
        .isEqualTo("Eve@Example.com");
  }
}
