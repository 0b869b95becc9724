package io.tidings.integration.source;

import io.tidings.integration.connection.Connection;
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

  private final SourceRepository sources;
  private final TakenWebhooks taken;
  private final CustomersClient customers;
  private final DeliveriesClient deliveries;
  private final Clock clock;

  WebhookIntake(
      SourceRepository sources,
      TakenWebhooks taken,
      CustomersClient customers,
      DeliveriesClient deliveries,
      Clock clock) {
    this.sources = sources;
    this.taken = taken;
    this.customers = customers;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  Reception receive(WebhookCall call) {
    SourceRepository.Addressed addressed = sources.addressed(call.connectionId()).orElse(null);
    if (addressed == null) {
      return new Reception.Unknown();
    }
    Connection<Source> connection = addressed.connection();
    Reading reading = connection.to().read(call, connection.settings(), clock.instant());
    return switch (reading) {
      case Reading.Refused(var reason) -> new Reception.Refused(reason);
      case Reading.Unreadable(var reason) -> new Reception.Unreadable(reason);
      case Reading.Later(var reason) -> throw Faults.unavailable(reason, RETRY_AFTER);
      case Reading.Customers _, Reading.Deliveries _ when addressed.workspaceDisabled() ->
          new Reception.Disabled(connection.workspaceId());
      case Reading.Customers(var key, var calls) ->
          once(connection, key, () -> customers.take(connection, calls));
      case Reading.Deliveries(var key, var events) ->
          once(connection, key, () -> deliveries.take(connection, events));
    };
  }

  private Reception once(Connection<Source> connection, String key, Runnable work) {
    if (!taken.has(connection, key)) {
      work.run();
      taken.add(connection, key);
    }
    return new Reception.Taken();
  }
}
