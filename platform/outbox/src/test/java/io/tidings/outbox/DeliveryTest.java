package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import io.tidings.proto.outbox.v1.Entry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Facts on their way from a transaction to a consumer group. */
class DeliveryTest {
  private static final Ledger ledger = new Ledger("readers", "writers");

  private static Service writers;
  private static Service readers;

  @BeforeAll
  static void start() {
    String broker = Servers.virtualHost();
    writers = Service.publishing("writers", broker, "readers");
    readers = Service.consuming(broker, ledger);
  }

  @AfterAll
  static void stop() {
    writers.close();
    readers.close();
  }

  @Test
  void appliesWhatWasCommittedAndEmptiesTheOutbox() {
    UUID profile = UUID.randomUUID();

    writers.publish(profile, "first", "second");

    await()
        .untilAsserted(
            () -> assertThat(readers.applied(profile)).containsExactly("first", "second"));
    await().until(() -> writers.waiting() == 0);
  }

  @Test
  void refusesToAppendWithoutATransaction() {
    assertThatThrownBy(
            () -> writers.bean(Outbox.class).append(List.of(Service.fact(UUID.randomUUID(), "no"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no transaction is open");
  }

  @Test
  void publishesNothingOfATransactionThatRolledBack() {
    UUID profile = UUID.randomUUID();

    assertThatThrownBy(() ->
            writers
                .transactions()
                .executeWrite(_ -> {
                  writers.bean(Outbox.class).append(List.of(Service.fact(profile, "never")));
                  throw new IllegalArgumentException("changed my mind");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    writers.publish(profile, "after");

    await().untilAsserted(() -> assertThat(readers.applied(profile)).isNotEmpty());
    assertThat(readers.applied(profile)).containsExactly("after");
  }

  @Test
  void keepsTheOrderOfAProfileAmongMany() {
    List<UUID> profiles = IntStream.range(0, 20).mapToObj(_ -> UUID.randomUUID()).toList();
    List<String> all = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
    Random random = new Random(7);
    int next = 0;
    while (next < all.size()) {
      int until = Math.min(all.size(), next + 1 + random.nextInt(5));
      List<Fact> facts = new ArrayList<>();
      for (String text : all.subList(next, until)) {
        profiles.forEach(profile -> facts.add(Service.fact(profile, text)));
      }
      writers.publish(facts);
      next = until;
    }

    for (UUID profile : profiles) {
      await().untilAsserted(() -> assertThat(readers.applied(profile)).hasSize(all.size()));
      assertThat(readers.applied(profile)).isEqualTo(all);
    }
  }

  @Test
  void splitsWhatIsTooLargeForOneEntryAndKeepsItsOrder() {
    UUID profile = UUID.randomUUID();
    List<String> large =
        IntStream.range(0, 12).mapToObj(i -> i + "x".repeat(Outbox.ENTRY_BYTES / 3)).toList();

    writers.publish(profile, large.toArray(String[]::new));

    await().untilAsserted(() -> assertThat(readers.applied(profile)).hasSize(large.size()));
    assertThat(readers.applied(profile)).isEqualTo(large);
  }

  @Test
  void packsWhatIsMuchAndGivesItBackAsItWas() {
    UUID profile = UUID.randomUUID();
    List<String> alike = IntStream.range(0, 500).mapToObj(i -> "order number " + i).toList();

    boolean packed =
        writers
            .transactions()
            .executeWrite(status -> {
              writers
                  .bean(Outbox.class)
                  .append(alike.stream().map(text -> Service.fact(profile, text)).toList());
              try (var statement = status.getConnection().createStatement();
                  var rows =
                      statement.executeQuery(
                          "SELECT sum(weight) > 2 * sum(octet_length(entry)) FROM outbox")) {
                return rows.next() && rows.getBoolean(1);
              }
            });

    assertThat(packed).isTrue();
    await().untilAsserted(() -> assertThat(readers.applied(profile)).hasSize(alike.size()));
    assertThat(readers.applied(profile)).isEqualTo(alike);
  }

  @Test
  void relaysWhatAProcessLeftBehind() {
    UUID profile = UUID.randomUUID();
    Entry entry =
        Entry.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setPublisher("writers")
            .addFacts(
                io.tidings.proto.outbox.v1.Fact.newBuilder()
                    .setWorkspaceId(Service.WORKSPACE)
                    .setProfileId(profile.toString())
                    .setPayload(Any.pack(StringValue.of("left"))))
            .build();

    // Not through the Outbox: the process that committed it died before it could wake the relay.
    writers.execute(
        "INSERT INTO outbox (entry_id, partition, entry) VALUES ('%s', 0, '\\x%s')"
            .formatted(entry.getId(), HexFormat.of().formatHex(entry.toByteArray())));

    await().untilAsserted(() -> assertThat(readers.applied(profile)).containsExactly("left"));
  }
}
