package io.tidings.segment.intake;

import static io.tidings.segment.testing.Conditions.all;
import static io.tidings.segment.testing.Conditions.any;
import static io.tidings.segment.testing.Conditions.attribute;
import static io.tidings.segment.testing.Conditions.event;
import static io.tidings.segment.testing.Conditions.none;
import static io.tidings.segment.testing.Conditions.number;
import static io.tidings.segment.testing.Conditions.text;
import static io.tidings.segment.testing.Conditions.where;
import static io.tidings.segment.testing.Conditions.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.value.v1.Value;
import io.tidings.segment.audience.Audience;
import io.tidings.segment.audience.Audiences;
import io.tidings.segment.audience.MemberPages;
import io.tidings.segment.authoring.Segments;
import io.tidings.segment.catalogue.SegmentState;
import io.tidings.segment.definition.DefinitionWire;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.testing.Facts;
import io.tidings.segment.testing.SegmentServiceFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever comes, in whatever order and however often: membership is what the definition says. */
class AnyOrderPropertyTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int PROFILES = 4;

  private static final List<Condition> DEFINITIONS =
      List.of(
          attribute("plan", "equals", text("pro")),
          attribute("plan", "not_equals", text("pro")),
          none(attribute("usage", "is_set")),
          event("Bought", "at_least", 2),
          event("Bought", "exactly", 1),
          within(HOUR.multipliedBy(3), event("Bought", "at_least", 2)),
          within(HOUR.multipliedBy(2), event("Bought", "fewer_than", 1)),
          within(HOUR.multipliedBy(3), event("Seen", "exactly", 2)),
          where(event("Bought", "at_least", 1), "amount", "greater_than", number(5)),
          within(
              HOUR.multipliedBy(4),
              where(event("Seen", "at_most", 1), "amount", "at_most", number(5))),
          all(
              attribute("usage", "greater_than", number(3)),
              any(
                  within(HOUR.multipliedBy(2), event("Seen", "at_least", 1)),
                  within(HOUR.multipliedBy(5), event("Bought", "more_than", 1)))),
          any(
              none(within(HOUR, event("Seen", "at_least", 1)), attribute("plan", "is_set")),
              all(
                  within(HOUR.multipliedBy(3), event("Bought", "at_least", 1)),
                  within(HOUR.multipliedBy(2), event("Bought", "at_most", 1)))));

  private final SegmentServiceFixture service = SegmentServiceFixture.running();
  private final Database database = service.get(Database.class);
  private final Segments segments = service.get(Segments.class);
  private final Audiences audiences = service.get(Audiences.class);
  private final DefinitionWire definitions = service.get(DefinitionWire.class);
  private final ProjectionConsumer consumer = service.get(ProjectionConsumer.class);

  /** What one service says of one profile; profiles are numbered. */
  sealed interface Said {
    record Changed(int profile, int hoursAgo, Map<String, Value> attributes) implements Said {}

    record Happened(int profile, String name, int hoursAgo, int amount) implements Said {}

    record Merged(int absorbed, int survivor) implements Said {}

    record Erased(int profile) implements Said {}
  }

  @Provide
  Arbitrary<List<Said>> stories() {
    Arbitrary<Integer> profile = Arbitraries.integers().between(0, PROFILES - 1);
    Arbitrary<Integer> hoursAgo = Arbitraries.integers().between(0, 6);
    Arbitrary<Said> changed =
        Combinators.combine(
                profile,
                hoursAgo,
                Arbitraries.of("pro", "free", "-"),
                Arbitraries.integers().between(-1, 6))
            .as((of, ago, plan, usage) -> {
              Map<String, Value> attributes = new HashMap<>();
              attributes.put("plan", plan.equals("-") ? Value.getDefaultInstance() : text(plan));
              if (usage >= 0) {
                attributes.put("usage", usage == 6 ? text("much") : number(usage));
              }
              return new Said.Changed(of, ago, attributes);
            });
    Arbitrary<Said> happened =
        Combinators.combine(
                profile,
                Arbitraries.of("Bought", "Seen", "Ignored"),
                hoursAgo,
                Arbitraries.integers().between(0, 10))
            .as(Said.Happened::new);
    // Nobody who was merged into another is erased: by then there is nothing left to erase.
    Arbitrary<Said> merged = Arbitraries.of(new Said.Merged(2, 1), new Said.Merged(1, 0));
    Arbitrary<Said> erased = Arbitraries.of(new Said.Erased(3), new Said.Erased(0));
    return Arbitraries.frequencyOf(
            Tuple.of(10, changed), Tuple.of(14, happened), Tuple.of(2, merged), Tuple.of(1, erased))
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  @Label("any order and any repetition of the same facts ends in the same, true membership")
  void membershipIsWhatTheDefinitionSays(@ForAll("stories") List<Said> story, @ForAll long seed) {
    service.history().forget();
    List<Told> facts = facts(story);
    Random random = new Random(seed);
    List<Course> courses =
        List.of(new Course(facts, random), new Course(twiceInPart(facts, random), random));

    for (int phase = 0; phase < 4; phase++) {
      courses.forEach(Course::goOn);
      service.clock().advance(Duration.ofMillis(random.nextLong(2 * HOUR.toMillis())));
    }
    courses.forEach(Course::finish);

    List<Set<UUID>> truth = courses.getFirst().computedAnew();
    assertThat(courses.getFirst().members()).isEqualTo(truth);
    assertThat(courses.getLast().members()).isEqualTo(truth);
  }

  /** A fact, and the events that event-service has in its history by then. */
  record Told(UUID profileId, Message fact, List<Event> events) {}

  private List<Told> facts(List<Said> story) {
    List<UUID> ids = IntStream.range(0, PROFILES).mapToObj(_ -> UUID.randomUUID()).toList();
    Instant start = service.clock().instant();
    List<Told> facts = new ArrayList<>();
    for (int i = 0; i < story.size(); i++) {
      switch (story.get(i)) {
        case Said.Changed(var profile, var hoursAgo, var attributes) -> {
          UUID id = ids.get(profile);
          Instant at = start.minus(HOUR.multipliedBy(hoursAgo));
          facts.add(new Told(id, Facts.changed(id, i + 1, at, attributes), List.of()));
        }
        case Said.Happened(var profile, var name, var hoursAgo, var amount) -> {
          UUID id = ids.get(profile);
          Instant at = start.minus(HOUR.multipliedBy(hoursAgo)).plusMillis(i);
          Event event = Facts.event(id, id + "-" + i, name, at, Map.of("amount", number(amount)));
          facts.add(new Told(id, Facts.recorded(event), List.of(event)));
        }
        case Said.Merged(var absorbed, var survivor) -> {
          Message merged = Facts.merged(ids.get(absorbed), ids.get(survivor));
          facts.add(new Told(ids.get(absorbed), merged, List.of()));
          facts.add(new Told(ids.get(survivor), merged, List.of()));
        }
        case Said.Erased(var profile) ->
            facts.add(new Told(ids.get(profile), Facts.erased(ids.get(profile)), List.of()));
      }
    }
    return facts;
  }

  private static List<Told> twiceInPart(List<Told> facts, Random random) {
    List<Told> repeated = new ArrayList<>(facts);
    facts.stream().filter(_ -> random.nextBoolean()).forEach(repeated::add);
    return repeated;
  }

  /**
   * A workspace in which the facts arrive in an order of their own, and segments are made betimes.
   */
  private final class Course {
    private final String workspaceId = SegmentServiceFixture.workspace();
    private final Random random;
    private final List<Told> toArrive;
    private final List<Integer> toDefine = new ArrayList<>();
    private final Map<Integer, UUID> segmentIds = new HashMap<>();

    Course(List<Told> facts, Random random) {
      this.random = random;
      toArrive = new ArrayList<>(facts);
      Collections.shuffle(toArrive, random);
      IntStream.range(0, DEFINITIONS.size()).forEach(toDefine::add);
      Collections.shuffle(toDefine, random);
    }

    void goOn() {
      define(random.nextInt(1 + toDefine.size() / 2));
      arrive(random.nextInt(1 + toArrive.size()));
    }

    void finish() {
      define(toDefine.size());
      arrive(toArrive.size());
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(20))
          .until(() ->
              segments.page(workspaceId, null, 100).stream()
                      .allMatch(each -> each.state() == SegmentState.LIVE)
                  && dueByNow() == 0);
    }

    private void define(int count) {
      for (int i = 0; i < count; i++) {
        int definition = toDefine.removeLast();
        segmentIds.put(
            definition,
            segments
                .create(
                    workspaceId,
                    null,
                    "segment " + definition,
                    definitions.read("definition", DEFINITIONS.get(definition)))
                .id());
      }
    }

    private void arrive(int count) {
      int left = count;
      while (left > 0) {
        List<Told> batch = toArrive.subList(0, Math.min(left, 1 + random.nextInt(8)));
        batch.forEach(told -> service.history().record(told.events()));
        List<ReceivedFact> facts =
            batch.stream()
                .map(told -> Facts.received(workspaceId, told.profileId(), told.fact()))
                .toList();
        database.inTransaction(() -> consumer.consume(facts));
        left -= batch.size();
        batch.clear();
      }
    }

    private long dueByNow() {
      return database.transaction(() ->
          database.number(
              Sql.of(
                  "SELECT count(*) FROM membership WHERE workspace_id = ? AND due_millis <= ?",
                  workspaceId,
                  service.clock().millis())));
    }

    /** The members of each definition. */
    List<Set<UUID>> members() {
      return IntStream.range(0, DEFINITIONS.size())
          .mapToObj(definition -> all(new Audience.Members(segmentId(definition))))
          .toList();
    }

    List<Set<UUID>> computedAnew() {
      return DEFINITIONS.stream()
          .map(each -> all(new Audience.Matching(definitions.read("definition", each))))
          .toList();
    }

    private UUID segmentId(int definition) {
      return Objects.requireNonNull(segmentIds.get(definition));
    }

    private Set<UUID> all(Audience audience) {
      MemberPages pages = audiences.pages(workspaceId, audience, null);
      return Stream.generate(pages::next)
          .takeWhile(Optional::isPresent)
          .flatMap(Optional::stream)
          .flatMap(List::stream)
          .collect(Collectors.toSet());
    }
  }
}
