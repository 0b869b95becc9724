package io.tidings.integration.delivery;

import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.delivery.Delivery.Progress;
import io.tidings.integration.destination.Destination;
import io.tidings.integration.destination.Destinations;
import io.tidings.integration.destination.Outcome;
import io.tidings.integration.destination.Subject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls of one connection that are due, a batch at a time, until none is left. */
@Singleton
class DeliveryRound {
  private static final Logger log = LoggerFactory.getLogger(DeliveryRound.class);
  private static final int BATCH = 32;
  private static final Duration USER_SERVICE_AWAY = Duration.ofSeconds(2);

  /** Longer than the transport takes, and shorter than what was claimed is lent. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final Outcome LATE = new Outcome.Deferred("the call took too long", null);

  private final Destinations destinations;
  private final DeliveryClaims claims;
  private final DeliveryRepository deliveries;
  private final ProfilesClient profiles;
  private final Attempts attempts;
  private final RetrySchedule schedule;
  private final MeterRegistry meters;
  private final Clock clock;

  DeliveryRound(
      Destinations destinations,
      DeliveryClaims claims,
      DeliveryRepository deliveries,
      ProfilesClient profiles,
      Attempts attempts,
      RetrySchedule schedule,
      MeterRegistry meters,
      Clock clock) {
    this.destinations = destinations;
    this.claims = claims;
    this.deliveries = deliveries;
    this.profiles = profiles;
    this.attempts = attempts;
    this.schedule = schedule;
    this.meters = meters;
    this.clock = clock;
  }

  void run(Target target) {
    while (true) {
      Optional<Connection<Destination>> connection =
          destinations.enabled(target.workspaceId(), target.connectionId());
      if (connection.isEmpty() || !step(target, connection.get())) {
        return;
      }
    }
  }

  /** Whether there may be more. */
  private boolean step(Target target, Connection<Destination> connection) {
    int perSecond = connection.to().callsPerSecond(connection.settings());
    List<Delivery> claimed = claims.claim(target, perSecond, BATCH, clock.instant());
    if (claimed.isEmpty()) {
      return false;
    }
    Map<UUID, Subject> subjects;
    try {
      subjects =
          profiles.subjects(
              target.workspaceId(),
              claimed.stream().map(Delivery::profileId).collect(Collectors.toSet()));
    } catch (StatusRuntimeException e) {
      log.warn("deliveries wait for user-service: {}", e.getStatus().getCode());
      deliveries.release(target, claimed, clock.instant().plus(USER_SERVICE_AWAY));
      return false;
    }
    record(target, connection, call(connection, claimed, subjects));
    return true;
  }

  private Map<Delivery, Outcome> call(
      Connection<Destination> connection, List<Delivery> claimed, Map<UUID, Subject> subjects) {
    Map<Delivery, Future<Outcome>> calls = new LinkedHashMap<>();
    for (Delivery delivery : claimed) {
      Subject subject = subjects.get(delivery.profileId());
      calls.put(
          delivery,
          CompletableFuture.supplyAsync(
                  () -> attempts.make(connection, delivery, subject), Thread::startVirtualThread)
              .completeOnTimeout(LATE, PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
    Map<Delivery, Outcome> outcomes = new LinkedHashMap<>();
    calls.forEach((delivery, call) -> outcomes.put(delivery, outcomeOf(call)));
    return outcomes;
  }

  private static Outcome outcomeOf(Future<Outcome> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      log.error("a destination failed to make a call", e.getCause());
      return new Outcome.Deferred("the call could not be made", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Deferred("this service was stopped", null);
    }
  }

  private void record(
      Target target, Connection<Destination> connection, Map<Delivery, Outcome> outcomes) {
    Instant now = clock.instant();
    Map<Delivery, Progress> progress = new LinkedHashMap<>();
    outcomes.forEach((delivery, outcome) -> {
      progress.put(delivery, delivery.after(outcome, schedule, now));
      meters
          .counter(
              "tidings.deliveries",
              "destination",
              connection.to().id(),
              "outcome",
              outcome.getClass().getSimpleName())
          .increment();
    });
    deliveries.record(target, progress, now);
    if (outcomes.values().stream().anyMatch(Outcome.Gone.class::isInstance)) {
      log.warn("connection {} is disabled: its receiver is gone", connection.id());
      deliveries.disable(target);
    }
  }
}
