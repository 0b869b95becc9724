package io.tidings.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What becomes of limits while Redis does not answer. */
class SharedBucketsTest {
  private static final Clock STANDING =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void asksARedisThatDoesNotAnswerOnceForAllThatCome() throws Exception {
    try (var silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      var buckets = new SharedBuckets("redis://127.0.0.1:" + silent.getLocalPort(), STANDING);
      var taken = new ArrayList<Future<Boolean>>();
      try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var i = 0; i < 50; i++) {
          var limited = new Limited("w", "key " + i, 10);
          taken.add(callers.submit(() -> buckets.take(limited, 1).isPresent()));
        }
      }
      for (var each : taken) {
        assertThat(each.get()).isFalse();
      }
      assertThat(connections(silent)).isEqualTo(1);
      buckets.close();
    }
  }

  /** How many were made, though nobody took them. */
  private static int connections(ServerSocket silent) throws IOException {
    silent.setSoTimeout(200);
    for (var count = 0; ; count++) {
      try {
        silent.accept().close();
      } catch (SocketTimeoutException none) {
        return count;
      }
    }
  }
}
