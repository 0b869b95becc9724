package io.tidings.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenAddressesTest {
  @TempDir Path folder;

  @Test
  void winOverServersOfOurs() {
    var plan =
        new Backends.Plan(
            folder,
            "unused",
            Durability.FAST,
            new Ports(folder.resolve("ports.properties")),
            false,
            Map.of(
                "TIDINGS_POSTGRES_URL",
                    "jdbc:postgresql://db.internal:6432/?user=ada&password=a%26b&ssl=true",
                "TIDINGS_RABBITMQ_URL", "amqp://ada:secret@mq.internal/bus",
                "TIDINGS_REDIS_URL", "redis://cache.internal"),
            Progress.silent());

    try (Backends backends = Backends.start(plan)) {
      PostgresServer postgres = backends.postgres();
      assertThat(postgres.databaseUrl("tidings_user"))
          .isEqualTo(
              "jdbc:postgresql://db.internal:6432/tidings_user?ssl=true&reWriteBatchedInserts=true");
      assertThat(postgres.user()).isEqualTo("ada");
      assertThat(postgres.password()).isEqualTo("a&b");
      assertThat(postgres.address()).isEqualTo("db.internal:6432");
      assertThat(backends.rabbit().url()).isEqualTo("amqp://ada:secret@mq.internal/bus");
      assertThat(backends.rabbit().address()).isEqualTo("mq.internal:5672");
      assertThat(backends.redis().url()).isEqualTo("redis://cache.internal");
      assertThat(backends.toString()).doesNotContain("secret");
    }
  }

  @Test
  void areTold() {
    assertThat(Backends.areOurs(Map.of("TIDINGS_REDIS_URL", ""))).isTrue();
    assertThat(Backends.areOurs(Map.of("TIDINGS_REDIS_URL", "redis://cache.internal"))).isFalse();
  }

  @Test
  void refuseWhatIsNotTheAddressOfAServer() {
    var plan =
        new Backends.Plan(
            folder,
            "unused",
            Durability.FAST,
            new Ports(folder.resolve("ports.properties")),
            false,
            Map.of("TIDINGS_POSTGRES_URL", "postgres://db.internal"),
            Progress.silent());

    assertThatThrownBy(() -> Backends.postgres(plan))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("TIDINGS_POSTGRES_URL")
        .hasMessageContaining("jdbc:postgresql://localhost:5432/");
  }
}
