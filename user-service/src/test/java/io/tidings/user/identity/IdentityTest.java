package io.tidings.user.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.user.RefusedException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  @Test
  void namesAUserByItsIds() throws Exception {
    Identity identity =
        Identity.accepted(
            "42",
            "anon-1",
            List.of(new Identifier("email", " Ada@Example.com"), new Identifier("crm", "7")));

    assertThat(identity.user()).isEqualTo(new Identifier("user_id", "42"));
    assertThat(identity.anonymous()).isEqualTo(new Identifier("anonymous_id", "anon-1"));
    assertThat(identity.others())
        .containsExactly(new Identifier("email", "ada@example.com"), new Identifier("crm", "7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "000",
        "-",
        "00000000-0000-0000-0000-000000000000",
        "-1",
        "null",
        "NULL",
        "anonymous"
      })
  void believesNoIdThatBrokenClientsSend(String blocked) throws Exception {
    Identity identity =
        Identity.accepted(blocked, "anon-1", List.of(new Identifier("crm", blocked)));

    assertThat(identity.user()).isNull();
    assertThat(identity.others()).isEmpty();
    assertThatThrownBy(() -> Identity.accepted(blocked, blocked, List.of()))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2", "10", "nullable", "anonymous-1", "00a0", "0-1"})
  void believesIdsThatOnlyLookLikeThem(String userId) throws Exception {
    assertThat(Identity.accepted(userId, "", List.of()).user())
        .isEqualTo(new Identifier("user_id", userId));
  }

  @Test
  void saysWhatToGiveWhereNobodyIsNamed() {
    assertRefused(
        "",
        "",
        List.of(),
        "user_id",
        "neither user_id nor anonymous_id is given; give at least one");
    assertRefused(
        "null",
        "",
        List.of(),
        "user_id",
        "user_id 'null' identifies nobody: blanks, zeros and dashes, '-1', 'null' and 'anonymous'"
            + " are what broken clients send; give the user's own id");
  }

  @Test
  @DisplayName("Behaviour 12: an attempt to change the user id is refused")
  void refusesASecondUserId() {
    assertRefused(
        "42",
        "",
        List.of(new Identifier("user_id", "43")),
        "identifiers",
        "user_id '43' was offered for the user whose user_id is '42'; a user has one, and it never"
            + " changes");
  }

  @Test
  void takesTheSameUserIdTwice() throws Exception {
    assertThat(Identity.accepted("42", "", List.of(new Identifier("user_id", "42"))).others())
        .isEmpty();
  }

  @Test
  void refusesWhatIsTooLongOrNotText() throws Exception {
    assertThat(Identity.accepted("🎉".repeat(255), "", List.of()).user()).isNotNull();
    assertRefused(
        "x".repeat(256),
        "",
        List.of(),
        "user_id",
        "user_id '" + "x".repeat(100) + "…' is longer than 255 characters");
    assertRefused(
        "",
        "x".repeat(513),
        List.of(),
        "anonymous_id",
        "anonymous_id '" + "x".repeat(100) + "…' is longer than 512 characters");
    assertRefused(
        "a\0b",
        "",
        List.of(),
        "user_id",
        "user_id contains a NUL character, which no identifier may");
    assertRefused(
        "1",
        "",
        List.of(new Identifier("email", "ada")),
        "identifiers",
        "email 'ada' is not an e-mail address, like ada@example.com");
    assertRefused(
        "1",
        "",
        List.of(new Identifier("device_token", "t")),
        "identifiers",
        "a device_token comes as a device, with its platform, not as an identifier");
    assertRefused(
        "1",
        "",
        List.of(new Identifier("", "t")),
        "identifiers",
        "an identifier has no type; give it one");
  }

  private static void assertRefused(
      String userId, String anonymousId, List<Identifier> further, String field, String reason) {
    assertThatThrownBy(() -> Identity.accepted(userId, anonymousId, further))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.reason()).isEqualTo(reason);
            });
  }
}
