package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Dead letters that no consumer of ours has made, and groups that are not what they should be. */
class DeadLettersTest {

  @Test
  void listsAndPutsBackWhatTheBrokerGaveUp() throws Exception {
    String broker = Servers.virtualHost();
    UUID profile = UUID.randomUUID();
    try (Service publisher = Service.publishing("deadly", broker, "victims")) {
      DeadLetters deadLetters = publisher.bean(DeadLetters.class);
      int partition = publisher.bean(Partitions.class).of(profile);
      publisher.publish(profile, "kills who reads it");
      await().until(() -> publisher.waiting() == 0);
      try (var channel = publisher.bean(Broker.class).channel(Broker.Use.CONSUMING)) {
        channel.basicConsume(
            Topology.queue("victims", partition),
            false,
            (_, message) -> channel.basicNack(message.getEnvelope().getDeliveryTag(), false, true),
            (String _) -> {});
        await().until(() -> deadLetters.count("victims") == 1);
      }

      DeadLetter letter = deadLetters.list("victims", 0, 10).getFirst();
      assertThat(letter.reason()).isEqualTo("DeliveryLimitReached");
      assertThat(letter.partition()).isEqualTo(partition);
      assertThat(letter.publisher()).isEqualTo("deadly");

      assertThat(deadLetters.putBack("victims")).isEqualTo(1);
      try (Service consumer = Service.consuming(broker, new Ledger("victims", "deadly"))) {
        await()
            .untilAsserted(
                () -> assertThat(consumer.applied(profile)).containsExactly("kills who reads it"));
      }
      assertThat(deadLetters.count("victims")).isZero();
    }
  }

  @Test
  void refusesTwoConsumersOfOneGroup() {
    String broker = Servers.virtualHost();

    assertThatThrownBy(
            () -> Service.consuming(broker, new Ledger("same", "a"), new Ledger("same", "b")))
        .hasStackTraceContaining("two consumers are named 'same'");
  }
}
