package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How somebody anonymous becomes a known user. */
@MicronautTest(transactional = false)
class JoiningTest extends ProfileServiceTest {
  private final String workspace = newWorkspace();

  @Test
  void anAnonymousProfileGetsTheUserIdThatNobodyHas() {
    Profile anonymous =
        identify(workspace, anonymous("a1").putAttributes("plan", text("gold"))).getProfile();
    Profile known = identify(workspace, user("u1").setAnonymousId("a1")).getProfile();

    assertThat(known.getId()).isEqualTo(anonymous.getId());
    assertThat(known.getUserId()).isEqualTo("u1");
    assertThat(texts(known)).isEqualTo(Map.of("plan", "gold"));
  }

  @Test
  void anAnonymousProfileIsMergedIntoTheKnownOne() {
    identify(
        workspace,
        user("u2")
            .setOccurredAt(second(20))
            .putAttributes("plan", text("gold"))
            .putAttributes("city", text("Lagos"))
            .setPageViews(2)
            .setMessageId("u2-1")
            .addDevices(device("u2-phone", "ios")));
    Profile anonymous =
        identify(
                workspace,
                anonymous("a2")
                    .setOccurredAt(second(30))
                    .putAttributes("plan", text("silver"))
                    .setPageViews(3)
                    .setMessageId("a2-1")
                    .addDevices(device("a2-phone", "ios")))
            .getProfile();
    identify(
        workspace, anonymous("a2").setOccurredAt(second(10)).putAttributes("city", text("Abuja")));

    Profile known = identify(workspace, user("u2").setAnonymousId("a2")).getProfile();

    assertThat(known.getAttributesMap())
        .isEqualTo(Map.of("plan", text("silver"), "city", text("Lagos"), "page_views", number(5)));
    assertThat(tokens(known)).containsExactly("a2-phone", "u2-phone");
    assertThat(known.getIdentifiersList())
        .containsExactly(Identifier.newBuilder().setType("anonymous_id").setValue("a2").build());
    assertThat(profileKnownBy(workspace, "anonymous_id", "a2")).isEqualTo(known);
    assertThat(profile(workspace, ProfileSelector.newBuilder().setProfileId(anonymous.getId())))
        .as("the id of the merged profile leads to the known one")
        .isEqualTo(known);
  }

  @Test
  @DisplayName("Profiles with different user ids are never merged by inference")
  void anAnonymousIdOfAnotherUserStaysThere() {
    identify(workspace, user("u3").setAnonymousId("a3"));
    Profile other = identify(workspace, user("u4").setAnonymousId("a3")).getProfile();

    assertThat(other.getIdentifiersList()).isEmpty();
    assertThat(profileKnownBy(workspace, "anonymous_id", "a3").getUserId()).isEqualTo("u3");
  }

  @Test
  void joinsWithinABatch() {
    List<IdentifyOutcome> outcomes =
        identifyAll(
            workspace,
            anonymous("a5").putAttributes("plan", text("gold")),
            user("u5").putAttributes("city", text("Lagos")),
            user("u5").setAnonymousId("a5"),
            anonymous("a5").putAttributes("plan", text("silver")));
    Profile known = profileOfUser(workspace, "u5");

    assertThat(texts(known)).isEqualTo(Map.of("plan", "silver", "city", "Lagos"));
    assertThat(outcomes)
        .allSatisfy(outcome -> {
          assertThat(outcome.getIdentified().getProfileId()).isEqualTo(known.getId());
          assertThat(outcome.getIdentified().getUserId()).isEqualTo("u5");
        });
  }

  @Test
  void aSixthBrowserStaysOnItsOwn() {
    for (int i = 1; i <= 6; i++) {
      identify(workspace, anonymous("a6-" + i));
      identify(workspace, user("u6").setAnonymousId("a6-" + i));
    }

    assertThat(profileOfUser(workspace, "u6").getIdentifiersCount()).isEqualTo(5);
    assertThat(profileKnownBy(workspace, "anonymous_id", "a6-6").getUserId()).isEmpty();
  }

  @Test
  void believesNoIdThatBrokenClientsSend() {
    String one = identify(workspace, user("u7").setAnonymousId("null")).getProfile().getId();
    String other = identify(workspace, user("u8").setAnonymousId("null")).getProfile().getId();

    assertThat(one).isNotEqualTo(other);
    assertThat(identify(workspace, user("anonymous").setAnonymousId("a7")).getProfile().getUserId())
        .isEmpty();
  }
}
