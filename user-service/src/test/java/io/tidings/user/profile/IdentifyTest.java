package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.IdentifyResponse;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueList;
import io.tidings.proto.value.v1.ValueObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MicronautTest(transactional = false)
class IdentifyTest extends ProfileServiceTest {
  private final String workspace = newWorkspace();

  @Test
  @DisplayName(
      "Behaviours 1, 4 and 32: what is told of an unknown user creates it, readable at once")
  void createsAnUnknownUser() {
    IdentifyResponse response =
        identify(workspace, user("new").putAttributes("plan", text("gold")));

    assertThat(response.getCreated()).isTrue();
    assertThat(response.getProfile().getUserId()).isEqualTo("new");
    assertThat(response.getProfile().getVersion()).isEqualTo(1);
    assertThat(profileOfUser(workspace, "new")).isEqualTo(response.getProfile());
    assertThat(texts(response.getProfile())).isEqualTo(Map.of("plan", "gold"));
  }

  @Test
  @DisplayName("Behaviour 31: by the anonymous id where no user id is given")
  void createsAnAnonymousUser() {
    Profile profile = identify(workspace, anonymous("browser-1")).getProfile();

    assertThat(profile.getUserId()).isEmpty();
    assertThat(profile.getIdentifiersList())
        .containsExactly(
            Identifier.newBuilder().setType("anonymous_id").setValue("browser-1").build());
    assertThat(profileKnownBy(workspace, "anonymous_id", "browser-1")).isEqualTo(profile);
  }

  @Test
  @DisplayName("Behaviour 2: a later call overwrites, a late older one does not")
  void keepsTheLatestValueOnly() {
    identify(
        workspace,
        user("lww")
            .setOccurredAt(second(10))
            .putAttributes("plan", text("gold"))
            .putAttributes("city", text("Lagos")));
    identify(
        workspace, user("lww").setOccurredAt(second(20)).putAttributes("plan", text("silver")));
    identify(
        workspace,
        user("lww")
            .setOccurredAt(second(15))
            .putAttributes("plan", text("bronze"))
            .putAttributes("city", text("Abuja")));

    assertThat(texts(profileOfUser(workspace, "lww")))
        .isEqualTo(Map.of("plan", "silver", "city", "Abuja"));
  }

  @Test
  @DisplayName(
      "Behaviour 2: the same value told again later holds against a call of the time between")
  void remembersThatAValueWasToldAgain() {
    for (long second : List.of(10, 30)) {
      identify(
          workspace,
          user("again").setOccurredAt(second(second)).putAttributes("plan", text("gold")));
    }
    Profile before = profileOfUser(workspace, "again");
    identify(
        workspace, user("again").setOccurredAt(second(20)).putAttributes("plan", text("silver")));

    assertThat(before.getVersion()).isEqualTo(1);
    assertThat(profileOfUser(workspace, "again")).isEqualTo(before);
  }

  @Test
  @DisplayName(
      "Behaviour 2: of two calls of one batch with the same time the later in the batch counts")
  void keepsTheOrderOfABatch() {
    identifyAll(
        workspace,
        user("batch").setOccurredAt(second(1)).putAttributes("plan", text("z")),
        user("batch").setOccurredAt(second(1)).putAttributes("plan", text("a")),
        user("now").putAttributes("plan", text("z")),
        user("now").putAttributes("plan", text("a")));

    assertThat(texts(profileOfUser(workspace, "batch"))).isEqualTo(Map.of("plan", "a"));
    assertThat(texts(profileOfUser(workspace, "now"))).isEqualTo(Map.of("plan", "a"));
  }

  @Test
  void removesAnAttributeAndDoesNotLetAnOlderCallBringItBack() {
    identify(workspace, user("gone").setOccurredAt(second(1)).putAttributes("plan", text("gold")));
    identify(
        workspace,
        user("gone").setOccurredAt(second(3)).putAttributes("plan", Value.getDefaultInstance()));
    identify(
        workspace, user("gone").setOccurredAt(second(2)).putAttributes("plan", text("silver")));

    assertThat(profileOfUser(workspace, "gone").getAttributesMap()).isEmpty();
  }

  @Test
  void aClockThatRunsAheadDoesNotHoldAnAttribute() {
    identify(
        workspace,
        user("ahead")
            .setOccurredAt(at(Instant.parse("9999-12-31T23:59:59Z")))
            .putAttributes("plan", text("gold")));
    identify(workspace, user("ahead").putAttributes("plan", text("silver")));

    assertThat(texts(profileOfUser(workspace, "ahead"))).isEqualTo(Map.of("plan", "silver"));
  }

  @Test
  @DisplayName("Behaviours 5, 6, 7 and 33: standard attributes under one name and in one form")
  void keepsStandardAttributesInOneForm() {
    Profile profile =
        identify(
                workspace,
                user("standard")
                    .putAttributes("firstName", text("Ada"))
                    .putAttributes("lastName", text("Lovelace"))
                    .putAttributes("email", text("Ada@Example.com"))
                    .putAttributes("phone", text("2348012345678")))
            .getProfile();

    assertThat(texts(profile))
        .isEqualTo(
            Map.of(
                "first_name", "Ada",
                "last_name", "Lovelace",
                "email", "ada@example.com",
                "email_domain", "example.com",
                "number", "+2348012345678",
                "number_country", "NG"));
  }

  @Test
  @DisplayName("Behaviours 14 and 36: any further attribute, of each type")
  void keepsValuesOfEachType() {
    Map<String, Value> attributes =
        Map.of(
            "plan", text("gold"),
            "current_usage", number(12.5),
            "vip", Value.newBuilder().setBoolean(false).build(),
            "joined",
                Value.newBuilder()
                    .setDateTime(at(Instant.parse("2026-01-02T03:04:05.678Z")))
                    .build(),
            "tags",
                Value.newBuilder()
                    .setList(
                        ValueList.newBuilder()
                            .addValues(text("a"))
                            .addValues(number(1))
                            .addValues(Value.getDefaultInstance()))
                    .build(),
            "a.b \"c\" 🎉",
                Value.newBuilder()
                    .setObject(ValueObject.newBuilder().putValues("d.e", number(-1e300)))
                    .build());

    identify(workspace, user("types").putAllAttributes(attributes));

    assertThat(profileOfUser(workspace, "types").getAttributesMap()).isEqualTo(attributes);
  }

  @Test
  @DisplayName("Behaviours 8 and 9: a device token with its platform, as attributes or as a device")
  void keepsDevices() {
    identify(
        workspace,
        user("devices")
            .setOccurredAt(second(1))
            .putAttributes("device_token", text("a"))
            .putAttributes("device_platform", text("ios")));
    Profile profile =
        identify(
                workspace,
                user("devices").setOccurredAt(second(2)).addDevices(device("b", "Android")))
            .getProfile();

    assertThat(profile.getDevicesList())
        .containsExactly(
            device("b", "android").setLastSeenAt(second(2)).build(),
            device("a", "ios").setLastSeenAt(second(1)).build());
    assertThat(profile.getAttributesMap()).isEmpty();
  }

  @Test
  @DisplayName("Behaviour 10: at most 5 devices, the one seen longest ago makes way")
  void evictsTheDeviceSeenLongestAgo() {
    for (int i = 1; i <= 5; i++) {
      identify(
          workspace, user("six").setOccurredAt(second(i)).addDevices(device("six-" + i, "ios")));
    }
    identify(workspace, user("six").setOccurredAt(second(6)).addDevices(device("six-1", "ios")));
    identify(workspace, user("six").setOccurredAt(second(7)).addDevices(device("six-6", "ios")));

    assertThat(tokens(profileOfUser(workspace, "six")))
        .containsExactly("six-6", "six-1", "six-5", "six-4", "six-3");
    Profile other =
        identify(
                workspace,
                user("other").setOccurredAt(second(1)).addDevices(device("six-2", "ios")))
            .getProfile();
    assertThat(tokens(other)).containsExactly("six-2");
  }

  @Test
  @DisplayName("Behaviour 10: a token belongs to one user at a time")
  void movesATokenToTheUserOnWhomItWasSeenLast() {
    identify(workspace, user("first").setOccurredAt(second(1)).addDevices(device("shared", "ios")));
    identify(
        workspace, user("second").setOccurredAt(second(3)).addDevices(device("shared", "ios")));
    identify(workspace, user("first").setOccurredAt(second(2)).addDevices(device("shared", "ios")));

    assertThat(tokens(profileOfUser(workspace, "first"))).isEmpty();
    assertThat(tokens(profileOfUser(workspace, "second"))).containsExactly("shared");
  }

  @Test
  @DisplayName("Behaviour 10: a token moves within one batch too")
  void movesATokenWithinABatch() {
    identifyAll(
        workspace,
        user("b1").addDevices(device("batch-token", "ios")),
        user("b2").addDevices(device("batch-token", "ios")));

    assertThat(tokens(profileOfUser(workspace, "b1"))).isEmpty();
    assertThat(tokens(profileOfUser(workspace, "b2"))).containsExactly("batch-token");
  }

  @ParameterizedTest
  @DisplayName("Behaviour 11: anything unique is a user id")
  @CsvSource({"4711", "ada@mint.test", "+2348011111111", "'a b/c?d'", "🎉", "ÄÖÜ"})
  void takesAnythingUnique(String userId) {
    String id = identify(workspace, user(userId)).getProfile().getId();

    assertThat(identify(workspace, user(userId)).getProfile().getId()).isEqualTo(id);
    assertThat(profileOfUser(workspace, userId).getId()).isEqualTo(id);
  }

  @Test
  @DisplayName("Behaviour 12: user ids are unique in their workspace only")
  void keepsWorkspacesApart() {
    String other = newWorkspace();
    String id =
        identify(workspace, user("same").putAttributes("plan", text("gold"))).getProfile().getId();
    Profile elsewhere = identify(other, user("same")).getProfile();

    assertThat(elsewhere.getId()).isNotEqualTo(id);
    assertThat(elsewhere.getAttributesMap()).isEmpty();
  }

  @Test
  @DisplayName("Behaviour 13: a user id that is an e-mail address or E.164 is that attribute too")
  void derivesContactAttributesFromTheUserId() {
    assertThat(texts(identify(workspace, user("Grace@Example.com")).getProfile()))
        .isEqualTo(Map.of("email", "grace@example.com", "email_domain", "example.com"));
    assertThat(texts(identify(workspace, user("+2348033333333")).getProfile()))
        .isEqualTo(Map.of("number", "+2348033333333", "number_country", "NG"));
    assertThat(texts(identify(workspace, user("2348033333333")).getProfile())).isEmpty();
  }

  @Test
  @DisplayName(
      "Behaviour 13: an attribute that was told wins over the derived one, whenever it was")
  void prefersWhatWasTold() {
    identify(
        workspace,
        anonymous("told")
            .setOccurredAt(second(1))
            .putAttributes("email", text("told@example.com")));
    identify(workspace, user("joan@example.com").setAnonymousId("told").setOccurredAt(second(2)));
    identify(workspace, user("jane@example.com"));
    identify(
        workspace,
        user("jane@example.com")
            .setOccurredAt(second(1))
            .putAttributes("email", text("told@example.com")));

    assertThat(texts(profileOfUser(workspace, "joan@example.com")))
        .isEqualTo(Map.of("email", "told@example.com", "email_domain", "example.com"));
    assertThat(texts(profileOfUser(workspace, "jane@example.com")))
        .isEqualTo(Map.of("email", "told@example.com", "email_domain", "example.com"));
  }

  @Test
  @DisplayName("Behaviour 41: page views add up, a repeated message counts once")
  void countsPageViewsOncePerMessage() {
    ProfileUpdate.Builder first = user("pages").setPageViews(1).setMessageId("m1");
    identify(workspace, first);
    identify(workspace, first);
    identifyAll(
        workspace,
        first,
        user("pages").setPageViews(1).setMessageId("m2"),
        user("pages").setPageViews(1).setMessageId("m2"),
        user("pages").setPageViews(1).setMessageId("m3"));

    assertThat(profileOfUser(workspace, "pages").getAttributesOrThrow("page_views"))
        .isEqualTo(number(3));
  }

  @Test
  @DisplayName("Behaviour 42: last_seen moves forward only, and only where the user was seen")
  void movesLastSeenForwardOnly() {
    identify(workspace, user("seen").setOccurredAt(second(20)).setSeen(true));
    identify(workspace, user("seen").setOccurredAt(second(10)).setSeen(true));
    identify(workspace, user("seen").setOccurredAt(second(30)));

    assertThat(profileOfUser(workspace, "seen").getAttributesOrThrow("last_seen").getDateTime())
        .isEqualTo(second(20));
  }

  @Test
  void keepsUpToFiveFurtherIdentifiersOfAType() {
    ProfileUpdate.Builder update = user("many");
    for (int i = 1; i <= 7; i++) {
      update.addIdentifiersBuilder().setType("crm").setValue("many-" + i);
    }
    Profile profile = identify(workspace, update).getProfile();

    assertThat(profile.getIdentifiersList())
        .extracting(Identifier::getValue)
        .containsExactly("many-1", "many-2", "many-3", "many-4", "many-5");
    assertThat(profileKnownBy(workspace, "crm", "many-5")).isEqualTo(profile);
  }

  @Test
  void leavesAFurtherIdentifierWithTheUserWhoHasIt() {
    identify(workspace, withEmail(user("mine"), "Mine@Example.com"));
    Profile other = identify(workspace, withEmail(user("yours"), "mine@example.com")).getProfile();

    assertThat(other.getIdentifiersList()).isEmpty();
    assertThat(profileKnownBy(workspace, "email", "MINE@example.com").getUserId())
        .isEqualTo("mine");
  }

  @Test
  void answersEachOfABatchInItsPlace() {
    String known = identify(workspace, user("place-1")).getProfile().getId();
    List<IdentifyOutcome> outcomes =
        identifyAll(
            workspace,
            user("place-1"),
            user("place-2").putAttributes("phone", text("08012")),
            user("place-2").putAttributes("plan", text("gold")),
            user("place-2"),
            anonymous("place-3").setUserId("place-2"));

    assertThat(outcomes).hasSize(5);
    assertThat(outcomes.get(0).getIdentified().getProfileId()).isEqualTo(known);
    assertThat(outcomes.get(0).getIdentified().getCreated()).isFalse();
    assertThat(outcomes.get(0).getIdentified().getUserId()).isEqualTo("place-1");
    assertThat(outcomes.get(1).getRejected().getField()).isEqualTo("attributes.phone");
    assertThat(outcomes.get(1).getRejected().getReason())
        .isEqualTo(
            "phone '08012' is not a phone number in international format, like +2348012345678");
    assertThat(outcomes.get(2).getIdentified().getCreated()).isTrue();
    assertThat(outcomes.get(3).getIdentified().getCreated()).isFalse();
    assertThat(outcomes.subList(2, 5))
        .extracting(outcome -> outcome.getIdentified().getProfileId())
        .containsOnly(profileOfUser(workspace, "place-2").getId());
  }

  @Test
  void namesWhenAProfileCameAndChanged() {
    Instant before = Instant.now().minus(Duration.ofMillis(1));
    Profile created = identify(workspace, user("times")).getProfile();
    Profile changed =
        identify(workspace, user("times").putAttributes("plan", text("gold"))).getProfile();

    assertThat(created.getCreatedAt()).isEqualTo(created.getUpdatedAt());
    assertThat(
            Instant.ofEpochSecond(
                created.getCreatedAt().getSeconds(), created.getCreatedAt().getNanos()))
        .isBetween(before, Instant.now());
    assertThat(changed.getCreatedAt()).isEqualTo(created.getCreatedAt());
    assertThat(changed.getVersion()).isEqualTo(2);
  }

  @Test
  void ignoresAValueThatIsLargerThanIsKeptAndTakesTheRest() {
    for (String name : List.of("one", "two", "three")) {
      IdentifyResponse response =
          identify(
              workspace,
              user("large")
                  .putAttributes(name, text("x".repeat(7_000_000)))
                  .putAttributes("plan", text(name)));

      assertThat(response.getIgnoredList())
          .extracting(Rejected::getField, Rejected::getReason)
          .containsExactly(
              tuple(
                  "attributes." + name,
                  "'%s' takes 7000016 bytes, at most 32768 are taken".formatted(name)));
    }

    assertThat(texts(profileOfUser(workspace, "large"))).isEqualTo(Map.of("plan", "three"));
  }

  @Test
  void ignoresWhatAProfileHasNoRoomFor() {
    Value large = text("é".repeat(16_000));
    ProfileUpdate.Builder filling = user("full").putAttributes("plan", text("gold"));
    for (int i = 0; i < 8; i++) {
      filling.putAttributes("note " + i, large);
    }
    assertThat(identify(workspace, filling).getIgnoredList()).isEmpty();

    IdentifyResponse full =
        identify(
            workspace,
            user("full").putAttributes("note 8", large).putAttributes("plan", text("silver")));

    assertThat(full.getIgnoredList())
        .extracting(Rejected::getField, Rejected::getReason)
        .containsExactly(
            tuple(
                "attributes.note 8",
                "there is no room for 'note 8': all attributes together take at most 262144 bytes;"
                    + " remove others"));
    assertThat(full.getProfile().getAttributesMap())
        .hasSize(9)
        .containsEntry("plan", text("silver"));
    assertThat(identify(workspace, filling.clone().putAttributes("note 8", large)).getIgnoredList())
        .hasSize(1);
    identify(workspace, user("full").putAttributes("note 0", Value.getDefaultInstance()));
    assertThat(identify(workspace, user("full").putAttributes("note 8", large)).getIgnoredList())
        .isEmpty();
  }

  @Test
  void leavesOutWhatAMergeBringsBeyondTheRoom() {
    Value large = text("x".repeat(32_000));
    for (int i = 0; i < 5; i++) {
      identify(workspace, user("merged").putAttributes("of user " + i, large));
      identify(workspace, anonymous("merging").putAttributes("of browser " + i, large));
    }

    identify(workspace, user("merged").setAnonymousId("merging"));

    assertThat(profileOfUser(workspace, "merged").getAttributesMap().keySet())
        .hasSize(8)
        .contains("of user 4", "of browser 2");
  }

  private static ProfileUpdate.Builder withEmail(ProfileUpdate.Builder update, String email) {
    update.addIdentifiersBuilder().setType("email").setValue(email);
    return update;
  }
}
