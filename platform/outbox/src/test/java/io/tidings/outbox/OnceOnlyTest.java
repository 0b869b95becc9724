package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.tidings.outbox.ConfirmedChannel.Outcome;
import io.tidings.outbox.ConfirmedChannel.Outgoing;
import io.tidings.proto.outbox.v1.Delivery;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.PackedFacts;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is applied is applied once; what cannot be applied is kept apart and comes back. */
class OnceOnlyTest {
  private static final Ledger ledger = new Ledger("keepers", "tellers");

  private static Service tellers;
  private static Service keepers;
  private static DeadLetters deadLetters;

  @BeforeAll
  static void start() {
    String broker = Servers.virtualHost();
    tellers = Service.publishing("tellers", broker, "keepers");
    keepers = Service.consuming(broker, ledger);
    deadLetters = keepers.bean(DeadLetters.class);
  }

  @AfterAll
  static void stop() {
    tellers.close();
    keepers.close();
  }

  @BeforeEach
  void failNowhere() {
    ledger.before.set(_ -> {});
    ledger.ofInterest.set(_ -> true);
  }

  @Test
  void appliesAnEntryOnceHoweverOftenItIsDelivered() throws Exception {
    UUID profile = UUID.randomUUID();
    Entry entry = entry(profile, "once");
    double before = keepers.counted("tidings.consumer.duplicates");

    deliver(profile, entry, entry);
    deliver(profile, entry);
    deliver(profile, entry, entry(profile, "last"));

    await().untilAsserted(() -> assertThat(keepers.applied(profile)).endsWith("last"));
    assertThat(keepers.applied(profile)).containsExactly("once", "last");
    assertThat(keepers.counted("tidings.consumer.duplicates")).isGreaterThan(before);
  }

  @Test
  void passesOverWhatTheGroupHasNoUseForAndNotesNothingOfIt() throws Exception {
    UUID profile = UUID.randomUUID();
    Entry passedOver = entry(profile, "of no use");
    ledger.ofInterest.set(text -> !text.equals("of no use"));

    deliver(profile, passedOver, entry(profile, "a"));
    await().untilAsserted(() -> assertThat(keepers.applied(profile)).containsExactly("a"));
    ledger.ofInterest.set(_ -> true);
    deliver(profile, passedOver, entry(profile, "b"));

    await()
        .untilAsserted(
            () -> assertThat(keepers.applied(profile)).containsExactly("a", "of no use", "b"));
  }

  @Test
  void givesUpThePoisonedEntryAloneAndPutsItBack() throws Exception {
    UUID profile = UUID.randomUUID();
    String poison = "ada@example.com";
    ledger.before.set(text -> {
      if (text.equals(poison)) {
        throw new IllegalStateException("cannot apply " + text);
      }
    });

    deliver(
        profile,
        entry(profile, "a"),
        entry(profile, "b"),
        entry(profile, poison),
        entry(profile, "c"));

    await()
        .untilAsserted(() -> assertThat(keepers.applied(profile)).containsExactly("a", "b", "c"));
    await().until(() -> deadLetters.count("keepers") == 1);
    DeadLetter letter = deadLetters.list("keepers", 0, 10).getFirst();
    assertThat(letter.publisher()).isEqualTo("tellers");
    assertThat(letter.facts()).isEqualTo(1);
    assertThat(letter.partition()).isEqualTo(keepers.bean(Partitions.class).of(profile));
    assertThat(letter.reason()).contains("IllegalStateException");
    assertThat(letter.place()).contains("OnceOnlyTest");
    assertThat(letter.toString()).doesNotContain(poison);
    assertThat(deadLetters.list("keepers", 1, 10)).isEmpty();
    assertThat(deadLetters.list("keepers", 0, 10)).containsExactly(letter);

    failNowhere();
    assertThat(deadLetters.putBack("keepers")).isEqualTo(1);

    await().untilAsserted(() -> assertThat(keepers.applied(profile)).endsWith(poison));
    assertThat(deadLetters.count("keepers")).isZero();
  }

  @Test
  void triesAgainInPlaceWhatMayPass() {
    UUID profile = UUID.randomUUID();
    Set<Integer> tried = ConcurrentHashMap.newKeySet();
    ledger.before.set(_ -> {
      if (tried.size() < 6) {
        tried.add(tried.size());
        throw new IllegalStateException(new SQLException("deadlock", "40P01"));
      }
    });

    tellers.publish(profile, "patience");

    await().untilAsserted(() -> assertThat(keepers.applied(profile)).containsExactly("patience"));
    assertThat(tried).hasSize(6);
    assertThat(deadLetters.count("keepers")).isZero();
  }

  @Test
  void survivesTheLossOfItsDatabaseConnections() {
    UUID profile = UUID.randomUUID();
    Set<String> cut = ConcurrentHashMap.newKeySet();
    ledger.before.set(text -> {
      if (cut.add(text)) {
        keepers.execute("SELECT pg_terminate_backend(%d)".formatted(backendOfConsumer()));
      }
    });

    tellers.publish(profile, "cut once");

    await().untilAsserted(() -> assertThat(keepers.applied(profile)).containsExactly("cut once"));
    assertThat(deadLetters.count("keepers")).isZero();
  }

  @Test
  void keepsAMessageThatIsNoDeliveryApart() throws Exception {
    UUID profile = UUID.randomUUID();

    publish(profile, ByteString.copyFrom(HexFormat.of().parseHex("ffffffff")));
    deliver(profile, entry(profile, "beside it"));

    await().untilAsserted(() -> assertThat(keepers.applied(profile)).containsExactly("beside it"));
    await().until(() -> deadLetters.count("keepers") == 1);
    assertThat(deadLetters.list("keepers", 0, 1).getFirst().reason()).isEqualTo("Garbled");
    purgeDeadLetters();
  }

  @Test
  void keepsEntriesApartWhoseFactsCannotBeUnpackedOrRead() throws Exception {
    UUID profile = UUID.randomUUID();
    byte[] noFacts = HexFormat.of().parseHex("ffffffffffffffffffff");
    Entry notPacked = entry(profile, ByteString.copyFromUtf8("no"), noFacts.length);
    Entry notFacts =
        entry(
            profile,
            ByteString.copyFrom(LZ4Factory.safeInstance().fastCompressor().compress(noFacts)),
            noFacts.length);

    deliver(
        profile,
        entry(profile, "a"),
        notPacked,
        entry(profile, "b"),
        notFacts,
        entry(profile, "c"));

    await()
        .untilAsserted(() -> assertThat(keepers.applied(profile)).containsExactly("a", "b", "c"));
    await().until(() -> deadLetters.count("keepers") == 2);
    assertThat(deadLetters.list("keepers", 0, 10))
        .allSatisfy(letter -> assertThat(letter.facts()).isZero())
        .extracting(DeadLetter::entryId)
        .containsExactlyInAnyOrder(notPacked.getId(), notFacts.getId());
    purgeDeadLetters();
  }

  @Test
  void forgetsAppliedEntriesAfterSevenDays() {
    UUID old = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
    UUID oldButAppliedToday = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0002L);
    keepers.execute(
        """
        INSERT INTO inbox (entry_id, consumer_group, consumed_at)
        VALUES ('%s', 'keepers', now() - interval '8 days'), ('%s', 'keepers', now())
        """
            .formatted(old, oldButAppliedToday));

    keepers.bean(InboxPurge.class).purge();

    assertThat(keepers.query("SELECT entry_id::text FROM inbox"))
        .contains(oldButAppliedToday.toString())
        .doesNotContain(old.toString());
  }

  private static int backendOfConsumer() {
    try (var statement = keepers.openConnection().createStatement();
        var result = statement.executeQuery("SELECT pg_backend_pid()")) {
      result.next();
      return result.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Entry entry(UUID profile, String text) {
    return Entry.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setPublisher("tellers")
        .addFacts(
            io.tidings.proto.outbox.v1.Fact.newBuilder()
                .setWorkspaceId(Service.WORKSPACE)
                .setProfileId(profile.toString())
                .setPayload(Any.pack(StringValue.of(text))))
        .build();
  }

  private static Entry entry(UUID profile, ByteString packed, int size) {
    return entry(profile, "packed").toBuilder()
        .setPackedFacts(PackedFacts.newBuilder().setLz4(packed).setSize(size))
        .build();
  }

  /** Puts one message into the profile's partition, past the outbox. */
  private static void deliver(UUID profile, Entry... entries) throws Exception {
    publish(profile, Delivery.newBuilder().addAllEntries(List.of(entries)).build().toByteString());
  }

  private static void publish(UUID profile, ByteString body) throws Exception {
    int partition = tellers.bean(Partitions.class).of(profile);
    try (var channel =
        new ConfirmedChannel(tellers.bean(Broker.class).channel(Broker.Use.PUBLISHING))) {
      var message =
          new Outgoing(
              Topology.EXCHANGE,
              Topology.routingKey("tellers", partition),
              new BasicProperties(),
              body);
      assertThat(channel.publish(Stream.of(message).toList())).containsExactly(Outcome.CONFIRMED);
    }
  }

  private static void purgeDeadLetters() throws Exception {
    try (var channel = keepers.bean(Broker.class).channel(Broker.Use.PUBLISHING)) {
      channel.queuePurge(Topology.deadLetterQueue("keepers"));
    }
  }
}
