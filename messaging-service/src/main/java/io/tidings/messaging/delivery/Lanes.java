package io.tidings.messaging.delivery;

import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.connection.Connections;
import io.tidings.messaging.recipient.PreferenceClient;
import io.tidings.messaging.recipient.RecipientClient;
import io.tidings.messaging.send.Gates;
import io.tidings.messaging.send.Lane;
import io.tidings.messaging.send.QueueSignal;
import io.tidings.messaging.send.SendProfiles;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A worker for every lane that has ever had something. They are woken by commits of this process at
 * once, and by a look at the queue now and then for everything else.
 */
@Singleton
final class Lanes {
  private final LaneWorker.Tools tools;
  private final DeliveryMetrics metrics;
  private final QueueSignal signal;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Lane, LaneWorker> workers = new ConcurrentHashMap<>();
  private volatile boolean running;

  /** Nothing waits and nothing is under way. */
  private volatile boolean idle;

  private volatile @Nullable Loop looking;
  private @Nullable Loop renewing;

  Lanes(
      ClaimRepository claims,
      RecipientClient users,
      PreferenceClient preferences,
      Gates gates,
      SendProfiles profiles,
      Connections connections,
      Courier courier,
      Recorder recorder,
      DeliverySettings settings,
      DeliveryMetrics metrics,
      QueueSignal signal,
      Clock clock) {
    this.tools =
        new LaneWorker.Tools(
            claims,
            users,
            preferences,
            gates,
            profiles,
            connections,
            courier,
            recorder,
            executor,
            settings,
            signal,
            clock);
    this.metrics = metrics;
    this.signal = signal;
  }

  @EventListener
  void start(StartupEvent started) {
    running = true;
    signal.onFilled(this::filled);
    signal.onDrained(_ -> lookIfIdle());
    looking = Loop.start("due sends", this::look);
    renewing = Loop.start("leases", this::renew);
  }

  private void filled(Lane lane) {
    wake(lane);
    lookIfIdle();
  }

  private void wake(Lane lane) {
    if (running) {
      workers.computeIfAbsent(lane, _ -> new LaneWorker(lane, tools)).wake();
    }
  }

  /** What comes or has been put off ends the long rest. */
  private void lookIfIdle() {
    if (idle && looking != null) {
      looking.wake();
    }
  }

  private Duration look() {
    idle = true; // what comes from here on may be missed by this look
    Instant now = tools.clock().instant();
    Map<Channel, Instant> oldest = new EnumMap<>(Channel.class);
    tools
        .claims()
        .waiting(now)
        .forEach((lane, due) -> {
          oldest.merge(lane.channel(), due, (one, other) -> one.isBefore(other) ? one : other);
          if (!due.isAfter(now)) {
            wake(lane);
          }
        });
    for (Channel channel : Channel.values()) {
      Instant due = oldest.get(channel);
      metrics.queueAge(channel, due == null ? Duration.ZERO : Duration.between(due, now));
    }
    idle = oldest.isEmpty() && workers.values().stream().noneMatch(LaneWorker::isBusy);
    return idle ? tools.settings().idle() : tools.settings().poll();
  }

  private Duration renew() {
    workers.values().forEach(LaneWorker::renew);
    return tools.settings().lease().dividedBy(3);
  }

  @PreDestroy
  void stop() {
    running = false;
    if (looking != null) {
      looking.close();
    }
    workers.values().forEach(LaneWorker::stopClaiming);
    // Leases are renewed until the last call has ended.
    workers.values().forEach(LaneWorker::close);
    if (renewing != null) {
      renewing.close();
    }
    executor.shutdown();
  }
}
