package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.AttributeValue.Text;
import io.tidings.user.device.Device;
import io.tidings.user.device.Platform;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Identity;
import io.tidings.user.identity.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Any order and any repetition of the same calls, in batches of any size, ends in the same
 * profiles. Each user has browsers of its own: to whom a shared one belongs is decided by who came
 * first. Users 3 and 4 turn out to be user 1 by aliases, where those are among the calls.
 */
class AnyOrderTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** The calls in one order, and in another one with some of them repeated, cut into batches. */
  record Histories(List<Update> once, List<List<Update>> again) {}

  /** What anybody can see of a profile. */
  record Seen(
      Set<Identifier> identifiers, Map<String, AttributeValue> attributes, List<Device> devices) {}

  @Property(tries = 2000)
  void endsInTheSameProfiles(@ForAll("histories") Histories histories) {
    ProfileStoreInMemory one = new ProfileStoreInMemory();
    histories.once().forEach(update -> one.apply(List.of(update)));
    ProfileStoreInMemory other = new ProfileStoreInMemory();
    histories.again().forEach(other::apply);

    assertThat(seen(other)).isEqualTo(seen(one));
    assertEverythingHasTheOwnerThatHoldsIt(one);
    assertEverythingHasTheOwnerThatHoldsIt(other);
  }

  @Property
  void repeatingEverythingChangesNothing(@ForAll("histories") Histories histories) {
    ProfileStoreInMemory store = new ProfileStoreInMemory();
    histories.again().forEach(store::apply);
    Map<UUID, Profile> before = Map.copyOf(store.profiles);
    histories.again().forEach(store::apply);

    assertThat(store.profiles).isEqualTo(before);
  }

  @Provide
  Arbitrary<Histories> histories() {
    return update()
        .list()
        .ofMaxSize(12)
        .map(AnyOrderTest::withMessageIds)
        .flatMap(once ->
            repeated(once)
                .flatMap(Arbitraries::shuffle)
                .flatMap(AnyOrderTest::inBatches)
                .map(again -> new Histories(once, again)));
  }

  private static Arbitrary<Update> update() {
    return Combinators.combine(
            Arbitraries.of("1", "2", "3", "4"),
            Arbitraries.of("known", "anonymous", "both", "alias"),
            Arbitraries.integers().between(1, 2),
            Arbitraries.maps(
                    Arbitraries.of("plan", "city", "email"),
                    Arbitraries.of(
                        new Text("a@example.com"),
                        new Text("b@example.com"),
                        new Number(1),
                        Nothing.NOTHING))
                .ofMaxSize(2),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, false))
        .as(AnyOrderTest::update);
  }

  private static Update update(
      String user,
      String namedBy,
      int browser,
      Map<String, AttributeValue> attributes,
      int device,
      int second,
      int pageViews,
      boolean seen) {
    Instant at = START.plusSeconds(second);
    // The same phone may be seen with several profiles, never at the same moment.
    Instant seenAt =
        at.plusMillis(Long.parseLong(user) * 10 + (namedBy.equals("anonymous") ? browser : 0));
    return new Update(
        new Identity(
            namedBy.equals("anonymous") ? null : user(user),
            Set.of("anonymous", "both").contains(namedBy) ? browser(user, browser) : null,
            List.of(),
            namedBy.equals("alias") ? previous(user) : List.of()),
        attributes,
        device == 0 ? List.of() : List.of(new Device("phone " + device, Platform.IOS, seenAt)),
        at,
        pageViews,
        seen,
        "");
  }

  private static Identifier user(String user) {
    return Identifier.ofUser("user" + user + "@example.com");
  }

  /** All of whoever may turn out to be one user are within what a profile holds. */
  private static Identifier browser(String user, int browser) {
    int own = Set.of("1", "2").contains(user) ? browser : 1;
    return Identifier.ofAnonymous("browser " + own + " of " + user);
  }

  private static List<Identifier> previous(String user) {
    return switch (user) {
      case "1" -> List.of(user("3"));
      case "3" -> List.of(user("4"), browser("4", 1));
      default -> List.of();
    };
  }

  private static List<Update> withMessageIds(List<Update> updates) {
    List<Update> named = new ArrayList<>();
    for (Update update : updates) {
      named.add(
          new Update(
              update.identity(),
              update.attributes(),
              update.devices(),
              update.occurredAt(),
              update.pageViews(),
              update.seen(),
              "message " + named.size()));
    }
    return named;
  }

  private static Arbitrary<List<Update>> repeated(List<Update> updates) {
    if (updates.isEmpty()) {
      return Arbitraries.just(updates);
    }
    return Arbitraries.of(updates)
        .list()
        .ofMaxSize(4)
        .map(repeats -> {
          List<Update> all = new ArrayList<>(updates);
          all.addAll(repeats);
          return all;
        });
  }

  private static Arbitrary<List<List<Update>>> inBatches(List<Update> updates) {
    return Arbitraries.integers()
        .between(1, 5)
        .map(size -> {
          List<List<Update>> batches = new ArrayList<>();
          for (int from = 0; from < updates.size(); from += size) {
            batches.add(updates.subList(from, Math.min(from + size, updates.size())));
          }
          return batches;
        });
  }

  private static Map<String, Seen> seen(ProfileStoreInMemory store) {
    Map<String, Seen> seen = new TreeMap<>();
    for (Profile profile : store.profiles.values()) {
      Set<Identifier> identifiers = new HashSet<>(profile.identifiers());
      Map<String, AttributeValue> attributes = new HashMap<>();
      profile.attributes().forEach((name, attribute) -> attributes.put(name, attribute.value()));
      attributes.values().removeIf(AttributeValue::isNothing);
      seen.put(
          name(profile.userId(), identifiers),
          new Seen(identifiers, attributes, profile.devices().list()));
    }
    return seen;
  }

  private static String name(@Nullable String userId, Set<Identifier> identifiers) {
    return userId != null
        ? userId
        : identifiers.stream().map(Identifier::value).sorted().collect(Collectors.joining(", "));
  }

  private static void assertEverythingHasTheOwnerThatHoldsIt(ProfileStoreInMemory store) {
    Map<Key, UUID> held = new HashMap<>();
    for (Profile profile : store.profiles.values()) {
      for (Key key : profile.keys()) {
        assertThat(held.put(key, profile.id())).as("other holder of %s", key).isNull();
      }
    }
    assertThat(store.owners()).isEqualTo(held);
  }
}
