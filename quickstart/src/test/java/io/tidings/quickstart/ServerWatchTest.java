package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.backends.Backends;
import io.tidings.backends.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerWatchTest {
  @TempDir Path root;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void startsAServerAgainOnceThatIsPossible() throws Exception {
    try (RedisServer redis = Backends.redis(Backends.Plan.fast(root))) {
      Thread watching = watch(redis);
      // As on a full disk, its configuration cannot be written.
      Path inTheWay = Files.createDirectories(root.resolve("redis/redis.conf.new/in-the-way"));
      redis.kill();
      await().untilAsserted(() -> assertThat(said()).contains("Redis does not run"));

      Files.delete(inTheWay);

      await().atMost(Duration.ofSeconds(30)).until(redis::isRunning);
      await().untilAsserted(() -> assertThat(said()).contains("Redis runs again"));
      watching.interrupt();
      assertThat(watching.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  private Thread watch(RedisServer redis) {
    var watch =
        new ServerWatch(redis, new Console(new PrintStream(said, true, StandardCharsets.UTF_8)));
    return Thread.startVirtualThread(() -> {
      try {
        watch.run();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
