package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.health.HealthStatus;
import io.tidings.backends.PostgresServer;
import io.tidings.backends.RabbitServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A broker or a database that is killed, comes back, or is not there yet. */
class OutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void losesAndDuplicatesNothingWhenTheBrokerIsKilledAndStartedAgain() {
    try (RabbitServer rabbit = Servers.ownRabbit();
        Service publisher = Service.careful("brave", rabbit.url(), "brave-readers");
        Service consumer = Service.consuming(rabbit.url(), new Ledger("brave-readers", "brave"))) {
      List<UUID> profiles = IntStream.range(0, 10).mapToObj(_ -> UUID.randomUUID()).toList();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        String text = Integer.toString(i);
        all.add(text);
        publisher.publish(profiles.stream().map(profile -> Service.fact(profile, text)).toList());
        if (i == 100) {
          await()
              .untilAsserted(() -> assertThat(consumer.applied(profiles.getFirst())).isNotEmpty());
          rabbit.kill();
        }
        if (i == 200) {
          assertThat(publisher.waiting()).isPositive();
          assertThat(isReady(publisher)).isFalse();
          rabbit.start();
        }
      }

      for (UUID profile : profiles) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(consumer.applied(profile)).hasSize(all.size()));
        assertThat(consumer.applied(profile)).isEqualTo(all);
      }
      await().until(() -> publisher.waiting() == 0);
      await().until(() -> isReady(publisher) && isReady(consumer));
    }
  }

  @Test
  void startsWithoutABrokerAndIsReadyOnceThereIsOne() {
    try (RabbitServer rabbit = Servers.ownRabbit()) {
      rabbit.kill();
      UUID profile = UUID.randomUUID();
      try (Service publisher = Service.publishing("patient", rabbit.url(), "patient-readers");
          Service consumer =
              Service.consuming(rabbit.url(), new Ledger("patient-readers", "patient"))) {
        publisher.publish(profile, "kept");
        await().until(() -> !isReady(publisher) && !isReady(consumer));

        rabbit.start();

        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(consumer.applied(profile)).containsExactly("kept"));
        await().until(() -> isReady(publisher) && isReady(consumer));
      }
    }
  }

  @Test
  void waitsForItsDatabaseAndGivesNothingUp() {
    String broker = Servers.virtualHost();
    try (PostgresServer postgres = Servers.ownPostgres();
        Service publisher = Service.publishing("calm", broker, "calm-readers");
        Service consumer =
            Service.start(
                postgres,
                Servers.database(postgres),
                broker,
                Map.of(),
                new Ledger("calm-readers", "calm"))) {
      UUID profile = UUID.randomUUID();
      publisher.publish(profile, "before");
      await().untilAsserted(() -> assertThat(consumer.applied(profile)).containsExactly("before"));

      postgres.kill();
      publisher.publish(profile, "meanwhile");
      await().until(() -> consumer.counted("tidings.consumer.retries") >= 4);
      postgres.start();

      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(consumer.applied(profile)).containsExactly("before", "meanwhile"));
      assertThat(consumer.bean(DeadLetters.class).count("calm-readers")).isZero();
    }
  }

  private static boolean isReady(Service service) {
    return HealthStatus.UP.equals(
        Mono.from(service.bean(BrokerHealth.class).getResult())
            .blockOptional()
            .orElseThrow()
            .getStatus());
  }
}
