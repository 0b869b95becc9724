package io.tidings.integration.delivery;

import io.tidings.integration.connection.AllowedTargets;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.destination.Destination;
import io.tidings.integration.destination.HttpCall;
import io.tidings.integration.destination.Notice;
import io.tidings.integration.destination.Outcome;
import io.tidings.integration.destination.Subject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries one delivery. */
@Singleton
class Attempts {
  private final HttpTransport transport;
  private final AllowedTargets targets;
  private final Clock clock;

  Attempts(HttpTransport transport, AllowedTargets targets, Clock clock) {
    this.transport = transport;
    this.targets = targets;
    this.clock = clock;
  }

  /**
   * @param subject null when the user is gone
   */
  Outcome make(Connection<Destination> connection, Delivery delivery, @Nullable Subject subject) {
    if (subject == null) {
      return new Outcome.Rejected("the user is gone");
    }
    Notice notice =
        new Notice(delivery.id().toString(), subject, delivery.occurrence(), clock.instant());
    return connection
        .to()
        .callFor(notice, connection.settings())
        .map(call -> call(connection, call))
        .orElseGet(Outcome.Accepted::new);
  }

  private Outcome call(Connection<Destination> connection, HttpCall call) {
    Optional<String> objection = targets.objectionTo(call.uri());
    if (objection.isPresent()) {
      return new Outcome.Rejected(objection.get());
    }
    try {
      return connection.to().outcomeOf(transport.send(call));
    } catch (IOException e) {
      // The message may hold what was called and what was sent; its kind says enough.
      return new Outcome.Deferred("no answer: " + e.getClass().getSimpleName(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Deferred("this service was stopped", null);
    }
  }
}
