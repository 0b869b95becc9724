package io.tidings.messaging.delivery;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How sends are taken from the queue.
 *
 * @param poll how often the queue is looked at for what nobody was woken for: retries and leases
 *     that ran out
 * @param idle how often while nothing waits that this replica knows of: for what another one left
 * @param lease how long a claim holds without being renewed; a crash is noticed after it
 * @param providerTimeout after which a provider that gives no answer is given up, its send in doubt
 * @param prefetch how many sends are claimed for each call that a connection makes at once
 */
@ConfigurationProperties("tidings.messaging.delivery")
record DeliverySettings(
    @Bindable(defaultValue = "1s") Duration poll,
    @Bindable(defaultValue = "5s") Duration idle,
    @Bindable(defaultValue = "30s") Duration lease,
    @Bindable(defaultValue = "90s") Duration providerTimeout,
    @Bindable(defaultValue = "4") int prefetch) {

  DeliverySettings {
    if (prefetch < 1) {
      throw new IllegalArgumentException(
          "tidings.messaging.delivery.prefetch is %d, it must be at least 1".formatted(prefetch));
    }
  }
}
