package io.tidings.integration.source;

import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * Takes webhooks in. What one tells is made durable first and its key is kept then: after a crash
 * in between the service sends it again, and what it tells is recognised by message ids.
 */
@Singleton
final class WebhookIntake {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final SourceRepository connections;
  private final TakenWebhooks taken;
  private final CustomersClient customers;
  private final DeliveriesClient deliveries;
  private final Clock clock;

  WebhookIntake(
      SourceRepository connections,
      TakenWebhooks taken,
      CustomersClient customers,
      DeliveriesClient deliveries,
      Clock clock) {
    this.connections = connections;
    this.taken = taken;
    this.customers = customers;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  Reception receive(WebhookCall call) {
    SourceRepository.Addressed addressed = connections.addressed(call.connectionId()).orElse(null);
    if (addressed == null) {
      return new Reception.Unknown();
    }
    SourceConnection to = addressed.connection();
    Reading reading = to.source().read(call, to.settings(), clock.instant());
    return switch (reading) {
      case Reading.Refused(var reason) -> new Reception.Refused(reason);
      case Reading.Unreadable(var reason) -> new Reception.Unreadable(reason);
      case Reading.Later(var reason) -> throw Faults.unavailable(reason, RETRY_AFTER);
      case Reading.Customers _, Reading.Deliveries _ when addressed.workspaceDisabled() ->
          new Reception.Disabled(to.workspaceId());
      case Reading.Customers(var key, var calls) -> once(to, key, () -> customers.take(to, calls));
      case Reading.Deliveries(var key, var events) ->
          once(to, key, () -> deliveries.take(to, events));
    };
  }

  private Reception once(SourceConnection to, String key, Runnable work) {
    if (!taken.has(to, key)) {
      work.run();
      taken.add(to, key);
    }
    return new Reception.Taken();
  }
}
