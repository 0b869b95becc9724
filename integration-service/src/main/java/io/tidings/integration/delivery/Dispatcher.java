package io.tidings.integration.delivery;

import io.micronaut.context.annotation.Context;
import io.tidings.background.Loop;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a round for each connection for which something is due and none is under way: when facts
 * have come in, and every second while something waits.
 */
@Context
class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Of nothing that waits: for what another replica left. */
  private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

  private final DeliveryClaims claims;
  private final DeliveryRound round;
  private final Clock clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Target> underWay = ConcurrentHashMap.newKeySet();
  private @Nullable Loop looking;

  Dispatcher(DeliveryClaims claims, DeliveryRound round, Clock clock) {
    this.claims = claims;
    this.round = round;
    this.clock = clock;
  }

  @PostConstruct
  void start() {
    looking = Loop.start("due deliveries", this::look);
  }

  @PreDestroy
  void stop() {
    if (looking != null) {
      looking.close();
    }
    threads.shutdownNow();
  }

  /** Looks now, not at the end of the second. */
  void wake() {
    if (looking != null) {
      looking.wake();
    }
  }

  private Duration look() {
    Map<Target, Instant> waiting = claims.waiting();
    Instant now = clock.instant();
    waiting.forEach((target, due) -> {
      if (!due.isAfter(now) && underWay.add(target)) {
        begin(target);
      }
    });
    return waiting.isEmpty() ? LONG_PAUSE : PAUSE;
  }

  private void begin(Target target) {
    threads.execute(() -> {
      try {
        round.run(target);
      } catch (Exception e) {
        log.warn("deliveries of connection {} end early: {}", target.connectionId(), e.toString());
      } finally {
        underWay.remove(target);
      }
    });
  }
}
