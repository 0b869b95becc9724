package io.tidings.messaging.broadcast;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import io.tidings.messaging.audience.AudienceClient;
import io.tidings.messaging.audience.AudienceRefused;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.send.Lane;
import io.tidings.messaging.send.Origin;
import io.tidings.messaging.send.QueueSignal;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendOrder;
import io.tidings.messaging.send.SendQueue;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queues the sends of broadcasts, and notices when the last of them has ended. */
@Singleton
final class BroadcastPlanner {
  private static final Logger log = LoggerFactory.getLogger(BroadcastPlanner.class);

  private final BroadcastRepository broadcasts;
  private final AudienceClient audiences;
  private final SendQueue queue;
  private final QueueSignal signal;
  private final Database database;
  private final Clock clock;
  private final Duration poll;
  private final Duration leaseTime;
  private volatile boolean stopping;
  private @Nullable Loop planning;
  private @Nullable Loop completing;

  BroadcastPlanner(
      BroadcastRepository broadcasts,
      AudienceClient audiences,
      SendQueue queue,
      QueueSignal signal,
      Database database,
      Clock clock,
      @Value("${tidings.messaging.broadcasts.poll:5s}") Duration poll,
      @Value("${tidings.messaging.broadcasts.lease:30s}") Duration leaseTime) {
    this.broadcasts = broadcasts;
    this.audiences = audiences;
    this.queue = queue;
    this.signal = signal;
    this.database = database;
    this.clock = clock;
    this.poll = poll;
    this.leaseTime = leaseTime;
  }

  /** Somebody else has it, or it was cancelled: what was about to be queued is rolled back. */
  private static final class NotOurs extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @EventListener
  void start(StartupEvent started) {
    planning = Loop.start("broadcasts", this::planNext);
    completing = Loop.start("completed broadcasts", this::complete);
    signal.onDrained(this::drained);
  }

  /** It may have been the last of a broadcast. */
  private void drained(Lane lane) {
    if (lane.bulk()) {
      wake(completing);
    }
  }

  /** A broadcast was made in this process. */
  void wake() {
    wake(planning);
  }

  private static void wake(@Nullable Loop loop) {
    if (loop != null) {
      loop.wake();
    }
  }

  private Duration planNext() {
    UUID lease = UUID.randomUUID();
    Instant now = clock.instant();
    Optional<Broadcast> next =
        stopping ? Optional.empty() : broadcasts.lease(lease, now, now.plus(leaseTime));
    next.ifPresent(broadcast ->
        Thread.ofVirtual().name("broadcast " + broadcast.id()).start(() -> plan(broadcast, lease)));
    return next.isPresent() ? Duration.ZERO : poll;
  }

  private void plan(Broadcast broadcast, UUID lease) {
    try {
      audiences.stream(
          broadcast.workspaceId(),
          broadcast.audience(),
          broadcast.afterProfileId(),
          members -> {
            add(broadcast, lease, members);
            return !stopping;
          });
      broadcasts.release(broadcast, lease, !stopping);
      // Its sends may have ended before it was known that no more would come.
      wake(completing);
    } catch (NotOurs e) {
      log.info("broadcast {} is not ours to plan any more", broadcast.id());
    } catch (AudienceRefused e) {
      log.warn("broadcast {} is cancelled: {}", broadcast.id(), e.getMessage());
      broadcasts.cancel(broadcast.workspaceId(), broadcast.id(), clock.instant());
    } catch (RuntimeException e) {
      // Its lease runs out, and somebody goes on where this ended.
      log.warn("planning broadcast {} is interrupted", broadcast.id(), e);
    }
  }

  private void add(Broadcast broadcast, UUID lease, List<UUID> members) {
    if (members.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<Send> sends =
        members.stream()
            .map(member -> Send.queued(order(broadcast, member, now), List.of()))
            .toList();
    database.change(_ -> {
      int added = queue.add(sends).size();
      if (!broadcasts.advance(broadcast, lease, members.getLast(), added, now.plus(leaseTime))) {
        throw new NotOurs();
      }
    });
  }

  private static SendOrder order(Broadcast broadcast, UUID member, Instant now) {
    return new SendOrder(
        Ids.next(),
        broadcast.workspaceId(),
        member,
        null,
        broadcast.channel(),
        broadcast.sendClass(),
        broadcast.contentId(),
        broadcast.dataId(),
        broadcast.category(),
        new Origin.Broadcast(broadcast.id()),
        now);
  }

  private Duration complete() {
    broadcasts.complete(clock.instant());
    return poll;
  }

  @PreDestroy
  void stop() {
    stopping = true;
    if (planning != null) {
      planning.close();
    }
    if (completing != null) {
      completing.close();
    }
  }
}
