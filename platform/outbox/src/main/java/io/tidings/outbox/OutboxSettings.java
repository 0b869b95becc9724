package io.tidings.outbox;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this service publishes and consumes facts.
 *
 * @param publisher under which name it publishes; null where it publishes nothing
 * @param groups the consumer groups that are owed this publisher's facts: their queues are declared
 *     before anything is published, so that a group which has never run yet misses nothing. Groups
 *     not named here get facts from their own first start on.
 * @param poll how often the relay looks for what a crashed process left; commits wake it by
 *     themselves
 * @param settling how long the relay leaves queues alone that it has just declared. RabbitMQ keeps
 *     the list of its quorum queues in a file that it saves every half second; one that is killed
 *     before that forgets the queue together with what it confirmed. Zero where nobody kills it.
 * @param prefetch how many messages the broker hands to a partition's consumer ahead of their
 *     acknowledgement
 */
@ConfigurationProperties("tidings.outbox")
record OutboxSettings(
    @Nullable String publisher,
    @Nullable List<String> groups,
    @Bindable(defaultValue = "5s") Duration poll,
    @Bindable(defaultValue = "2s") Duration settling,
    @Bindable(defaultValue = "50") int prefetch) {

  OutboxSettings {
    if (poll.isNegative() || poll.isZero()) {
      throw new IllegalArgumentException(
          "tidings.outbox.poll is %s, but must be longer than nothing".formatted(poll));
    }
    if (settling.isNegative()) {
      throw new IllegalArgumentException(
          "tidings.outbox.settling is %s, but must not be negative".formatted(settling));
    }
    if (prefetch < 1 || prefetch > 1000) {
      throw new IllegalArgumentException(
          "tidings.outbox.prefetch is %d, but must be from 1 to 1000".formatted(prefetch));
    }
  }

  /** The groups; none where none are configured. */
  List<String> subscribers() {
    return groups == null ? List.of() : groups;
  }
}
