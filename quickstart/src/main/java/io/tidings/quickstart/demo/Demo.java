package io.tidings.quickstart.demo;

import static io.tidings.proto.messaging.v1.SendState.SEND_STATE_DELIVERED;
import static io.tidings.proto.messaging.v1.SendState.SEND_STATE_DISCARDED;
import static io.tidings.proto.messaging.v1.SendState.SEND_STATE_SENT;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.proto.event.v1.CountEventsRequest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.CountSendsRequest;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.SendCount;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentState;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Tells the story of MInt against a running system and checks every number of it. */
public final class Demo {
  private static final int EVENTS_PER_CALL = 100;
  private static final int UNKNOWN_USERS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final DemoTarget target;
  private final PrintStream out;
  private final Clock clock;
  private final MInt mint;
  private final Story story;
  private final Ledger ledger = new Ledger();
  private final Map<Channel, Long> atTheSandbox = new EnumMap<>(Channel.class);
  private final Instant start;

  public Demo(DemoTarget target, PrintStream out, Clock clock) {
    this.target = target;
    this.out = out;
    this.clock = clock;
    // Eight characters that differ from run to run, and never look like a number: an import would
    // take them for one.
    this.mint = new MInt("m%07x".formatted(clock.millis() & 0xFFF_FFFF), clock.instant());
    this.story = new Story(mint);
    this.start = clock.instant();
  }

  /** Returns whether every number is what the data demands. */
  public boolean run() {
    out.printf("%nMInt, an internet provider, meets its customers (run %s)%n%n", mint.run());
    try (DemoRest rest = new DemoRest(target);
        DemoGrpc grpc = new DemoGrpc(target)) {
      importCustomers(rest);
      recordThePast(rest, grpc);
      String segmentId = defineHighUsage(grpc);
      SendFilter automation = automate(grpc, segmentId);
      SendFilter city = broadcast(grpc, story.cityNews());
      SendFilter plan = broadcast(grpc, story.planNews());
      step("broadcasts started: e-mail to a city, push to a plan");
      List<Customer> entering = liveCalls(rest);
      sendToUnknown(rest);
      countSegment(grpc, segmentId, mint.highUsage().size() + entering.size());
      countSends(grpc, Channel.CHANNEL_SMS, "SMS to who entered", entering, automation);
      List<Customer> inCity = mint.inCity(MInt.BROADCAST_CITY);
      countSends(grpc, Channel.CHANNEL_EMAIL, "e-mail to a city", inCity, city);
      List<Customer> onPlan = mint.onPlan(MInt.PUSH_PLAN);
      countSends(grpc, Channel.CHANNEL_PUSH, "push to a plan", onPlan, plan);
      countAtTheSandbox(rest);
    }
    ledger.print(out);
    return ledger.holds();
  }

  private SendFilter automate(DemoGrpc grpc, String segmentId) {
    var template = grpc.templates.createTemplate(story.usageTemplate()).getTemplate();
    var automation = story.textWhoEnters(segmentId, template.getId());
    String id = grpc.automations.createAutomation(automation).getAutomation().getId();
    step("automation: whoever enters the segment gets an SMS");
    return SendFilter.newBuilder().setAutomationId(id).build();
  }

  private static SendFilter broadcast(DemoGrpc grpc, CreateBroadcastRequest broadcast) {
    String id = grpc.broadcasts.createBroadcast(broadcast).getBroadcast().getId();
    return SendFilter.newBuilder().setBroadcastId(id).build();
  }

  private void importCustomers(DemoRest rest) {
    JsonNode report = rest.upload("/v1/imports", mint.csv());
    ledger.expect("customers created by CSV", MInt.CUSTOMERS, report.path("createdCount").asLong());
    ledger.expect("rows refused", 0, report.path("rejectedCount").asLong());
    step("CSV with %,d customers imported".formatted(MInt.CUSTOMERS));
  }

  private void recordThePast(DemoRest rest, DemoGrpc grpc) {
    List<MInt.PastEvent> events = mint.pastEvents();
    long before = eventsInHistory(grpc);
    for (int from = 0; from < events.size(); from += EVENTS_PER_CALL) {
      int to = Math.min(from + EVENTS_PER_CALL, events.size());
      List<Map<String, Object>> batch = events.subList(from, to).stream().map(Demo::past).toList();
      rest.collect("/v1/batch", Map.of("batch", batch));
    }
    ledger.expect("past events in history", events.size(), eventsInHistory(grpc) - before);
    step("%,d events of the last 30 days recorded".formatted(events.size()));
  }

  private static long eventsInHistory(DemoGrpc grpc) {
    return grpc.events.countEvents(CountEventsRequest.getDefaultInstance()).getCount();
  }

  private static Map<String, Object> past(MInt.PastEvent event) {
    return Map.of(
        "type", "track",
        "messageId", event.messageId(),
        "userId", event.customerId(),
        "event", event.name(),
        "timestamp", event.at().toString(),
        "properties", Map.of("amount", event.amount()));
  }

  private String defineHighUsage(DemoGrpc grpc) {
    String id = grpc.segments.createSegment(story.highUsage()).getSegment().getId();
    countSegment(grpc, id, mint.highUsage().size());
    step("segment of high usage computed over everyone");
    return id;
  }

  private void countSegment(DemoGrpc grpc, String segmentId, long expected) {
    var request = GetSegmentRequest.newBuilder().setSegmentId(segmentId).build();
    await(() -> {
      Segment segment = grpc.segments.getSegment(request).getSegment();
      return segment.getState() == SegmentState.SEGMENT_STATE_LIVE
          && segment.getMemberCount() == expected;
    });
    long members = grpc.segments.getSegment(request).getSegment().getMemberCount();
    ledger.expect("users in the segment of high usage", expected, members);
  }

  /** Usage that rises and warnings that follow each other, as they would come in on a busy day. */
  private List<Customer> liveCalls(DemoRest rest) {
    for (Customer customer : mint.enteringByUsage()) {
      Map<String, Object> traits = Map.of("monthly_usage", MInt.HIGH_USAGE_GB + 50);
      rest.collect("/v1/identify", Map.of("userId", customer.id(), "traits", traits));
    }
    for (Customer customer : mint.enteringByEvents()) {
      for (int warning = 0; warning < MInt.CAP_WARNINGS; warning++) {
        rest.collect("/v1/track", Map.of("userId", customer.id(), "event", MInt.CAP_WARNING));
      }
    }
    step("live calls: usage rises, warnings follow each other");
    return Stream.concat(mint.enteringByUsage().stream(), mint.enteringByEvents().stream())
        .toList();
  }

  private void sendToUnknown(DemoRest rest) {
    List<String> nobody =
        IntStream.range(0, UNKNOWN_USERS)
            .mapToObj(index -> "nobody-%s-%d".formatted(mint.run(), index))
            .toList();
    JsonNode answer =
        rest.command(
            "/v1/sends",
            Map.of(
                "recipients",
                nobody,
                "content",
                Map.of("sms", Map.of("text", "Is anybody there?"))));
    long discarded =
        StreamSupport.stream(answer.path("sends").spliterator(), false)
            .filter(send -> send.path("reason").asText().equals("UNKNOWN_USER"))
            .count();
    ledger.expect("sends to unknown users discarded", UNKNOWN_USERS, discarded);
    step("sends to %d ids that nobody knows".formatted(UNKNOWN_USERS));
  }

  private void countSends(
      DemoGrpc grpc, Channel channel, String what, List<Customer> audience, SendFilter filter) {
    long reachable = audience.stream().filter(has(channel)).count();
    var request = CountSendsRequest.newBuilder().setFilter(filter).build();
    SendState end = channel == Channel.CHANNEL_SMS ? SEND_STATE_DELIVERED : SEND_STATE_SENT;
    await(() -> {
      List<SendCount> counts = grpc.sends.countSends(request).getCountsList();
      return count(counts, end, "") == reachable
          && count(counts, SEND_STATE_DISCARDED, "") == audience.size() - reachable;
    });
    List<SendCount> counts = grpc.sends.countSends(request).getCountsList();
    String verb = end == SEND_STATE_DELIVERED ? "delivered" : "sent";
    ledger.expect(what + ": " + verb, reachable, count(counts, end, ""));
    ledger.expect(
        what + ": discarded, MISSING_ATTRIBUTE",
        audience.size() - reachable,
        count(counts, SEND_STATE_DISCARDED, "MISSING_ATTRIBUTE"));
    ledger.expect(
        what + ": all sends",
        audience.size(),
        counts.stream().mapToLong(SendCount::getCount).sum());
    atTheSandbox.put(channel, reachable);
    step(what + " gone out");
  }

  /** Who has what the channel requires. */
  private static Predicate<Customer> has(Channel channel) {
    return switch (channel) {
      case CHANNEL_EMAIL -> customer -> customer.email() != null;
      case CHANNEL_SMS -> customer -> customer.number() != null;
      case CHANNEL_PUSH -> customer -> customer.deviceToken() != null;
      case CHANNEL_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException(channel.name());
    };
  }

  /** As the sandbox names it. */
  private static String name(Channel channel) {
    return channel.name().replace("CHANNEL_", "").toLowerCase(Locale.ROOT);
  }

  private static long count(List<SendCount> counts, SendState state, String reason) {
    return counts.stream()
        .filter(count -> count.getState() == state)
        .filter(count -> reason.isEmpty() || count.getReason().equals(reason))
        .mapToLong(SendCount::getCount)
        .sum();
  }

  /** What left must have arrived: each message of this run carries its tag. */
  private void countAtTheSandbox(DemoRest rest) {
    atTheSandbox.forEach((channel, expected) -> {
      String name = name(channel);
      await(() -> received(rest, name) >= expected);
      ledger.expect("received by the outside world: " + name, expected, received(rest, name));
    });
  }

  private long received(DemoRest rest, String channel) {
    return StreamSupport.stream(rest.sandboxMessages(channel).spliterator(), false)
        .filter(message -> message.path("text").asText().contains("[" + mint.run() + "]"))
        .count();
  }

  private void step(String what) {
    out.printf("  %5.1f s  %s%n", Duration.between(start, clock.instant()).toMillis() / 1e3, what);
  }

  /** Waits until it holds, and no longer than {@link #PATIENCE}: the ledger tells what did not. */
  private void await(BooleanSupplier condition) {
    Instant deadline = clock.instant().plus(PATIENCE);
    while (!condition.getAsBoolean() && clock.instant().isBefore(deadline)) {
      try {
        Thread.sleep(LOOK_AGAIN);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new DemoFailure("interrupted");
      }
    }
  }
}
