package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the relay does when somebody it publishes to is not there. */
class RelayTest {

  @Test
  void keepsFactsForAGroupThatHasNeverRunYet() {
    String broker = Servers.virtualHost();
    UUID profile = UUID.randomUUID();
    try (Service publisher = Service.publishing("early", broker, "late")) {
      publisher.publish(profile, "before anybody listened");
      await().until(() -> publisher.waiting() == 0);

      try (Service consumer = Service.consuming(broker, new Ledger("late", "early"))) {
        await()
            .untilAsserted(() ->
                assertThat(consumer.applied(profile)).containsExactly("before anybody listened"));
      }
    }
  }

  @Test
  void dropsAndCountsFactsThatNobodySubscribedTo() {
    try (Service publisher = Service.publishing("lonely", Servers.virtualHost())) {
      publisher.publish(UUID.randomUUID(), "anybody?");

      await().until(() -> publisher.waiting() == 0);
      assertThat(publisher.counted("tidings.outbox.unsubscribed")).isEqualTo(1);
    }
  }

  @Test
  void holdsBackAPartitionWithoutItsQueueAndNoOther() throws Exception {
    String broker = Servers.virtualHost();
    List<UUID> profiles = IntStream.range(0, 40).mapToObj(_ -> UUID.randomUUID()).toList();
    try (Service publisher = Service.publishing("steady", broker, "slow");
        Service consumer = Service.consuming(broker, new Ledger("slow", "steady"));
        var channel = publisher.bean(Broker.class).channel(Broker.Use.CONSUMING)) {
      UUID first = profiles.getFirst();
      publisher.publish(first, "one");
      await().untilAsserted(() -> assertThat(consumer.applied(first)).containsExactly("one"));
      int partition = publisher.bean(Partitions.class).of(first);
      // A queue that is there and gets nothing: the relay can declare it, but not repair it.
      channel.queueUnbind(
          Topology.queue("slow", partition),
          Topology.EXCHANGE,
          Topology.routingKey("steady", partition));

      publisher.publish(profiles.stream().map(profile -> Service.fact(profile, "two")).toList());

      for (UUID profile : profiles) {
        await().untilAsserted(() -> assertThat(consumer.applied(profile)).endsWith("two"));
      }
      assertThat(publisher.counted("tidings.outbox.unroutable")).isPositive();
      await().until(() -> publisher.waiting() == 0);
    }
  }

  @Test
  void isNotGivenAFactThatTheBrokerWouldNotTake() {
    try (Service publisher = Service.publishing("verbose", Servers.virtualHost())) {
      UUID profile = UUID.randomUUID();
      String tooLong = "x".repeat(Outbox.MAX_FACT_BYTES);

      assertThatThrownBy(() -> publisher.publish(profile, "short", tooLong))
          .hasStackTraceContaining(
              "a fact has at most 8,388,608 bytes, this StringValue has 8,388,");
      // At random, or it would be packed.
      publisher.publish(profile, noise(Outbox.MAX_FACT_BYTES - 1_000));

      await().until(() -> publisher.waiting() == 0);
      assertThat(publisher.counted("tidings.outbox.unsubscribed")).isEqualTo(1);
    }
  }

  @Test
  void goesOnAfterAFailureThatItDoesNotKnow() {
    UUID profile = UUID.randomUUID();
    String broker = Servers.virtualHost();
    try (Service publisher = Service.publishing("stubborn", broker, "faithful");
        Service consumer = Service.consuming(broker, new Ledger("faithful", "stubborn"))) {
      publisher.publish(profile, "before");
      await().untilAsserted(() -> assertThat(consumer.applied(profile)).containsExactly("before"));
      // The relay's own statements fail, with an exception that no transaction declares.
      publisher.execute("ALTER TABLE outbox RENAME COLUMN entry TO moved");
      publisher.bean(RelaySignal.class).raise();
      await().until(() -> publisher.counted("tidings.outbox.failures") >= 2);

      publisher.execute("ALTER TABLE outbox RENAME COLUMN moved TO entry");
      publisher.publish(profile, "after");

      await()
          .untilAsserted(
              () -> assertThat(consumer.applied(profile)).containsExactly("before", "after"));
    }
  }

  @Test
  void relaysFromOneProcessAtATime() {
    String broker = Servers.virtualHost();
    String database = Servers.database();
    var settings =
        Map.<String, Object>of(
            "tidings.outbox.publisher", "twins", "tidings.outbox.groups", List.of("reader"));
    UUID profile = UUID.randomUUID();
    try (Service one = Service.start(database, broker, settings);
        Service other = Service.start(database, broker, settings);
        Service consumer = Service.consuming(broker, new Ledger("reader", "twins"))) {
      List<String> all = IntStream.range(0, 300).mapToObj(Integer::toString).toList();
      for (int i = 0; i < all.size(); i++) {
        Stream.of(one, other).toList().get(i % 2).publish(profile, all.get(i));
      }

      await().untilAsserted(() -> assertThat(consumer.applied(profile)).hasSize(all.size()));
      assertThat(consumer.applied(profile)).isEqualTo(all);
      assertThat(consumer.counted("tidings.consumer.duplicates")).isZero();
    }
  }

  private static String noise(int length) {
    StringBuilder noise = new StringBuilder(length);
    new Random(5).ints(length, ' ', '~').forEach(noise::appendCodePoint);
    return noise.toString();
  }
}
