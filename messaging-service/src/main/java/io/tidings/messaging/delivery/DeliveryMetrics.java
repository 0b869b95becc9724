package io.tidings.messaging.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.State;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What operators see of deliveries. */
@Singleton
final class DeliveryMetrics {
  private final MeterRegistry registry;
  private final Map<Channel, AtomicLong> queueAge = new EnumMap<>(Channel.class);

  DeliveryMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Channel channel : Channel.values()) {
      AtomicLong millis = new AtomicLong();
      queueAge.put(channel, millis);
      registry.gauge(
          "tidings.sends.queue.age.seconds",
          io.micrometer.core.instrument.Tags.of("channel", name(channel)),
          millis,
          age -> age.get() / 1_000.0);
    }
  }

  /** A send reached another state; provider's own words are no label. */
  void changed(Send send) {
    String reason = send.reason();
    registry
        .counter(
            "tidings.sends",
            "channel",
            name(send.order().channel()),
            "state",
            name(send.state()),
            "reason",
            send.state() == State.DISCARDED && reason != null ? name(reason) : "")
        .increment();
  }

  /**
   * @param outcome null: it gave no answer in time
   */
  void called(String provider, @Nullable Outcome outcome, Duration took) {
    registry
        .timer(
            "tidings.provider.calls",
            "provider",
            provider,
            "outcome",
            outcome == null ? "timeout" : name(outcome.getClass().getSimpleName()))
        .record(took);
  }

  /** How long the send of the channel that waits longest has been due. */
  void queueAge(Channel channel, Duration age) {
    AtomicLong millis = queueAge.get(channel);
    if (millis != null) {
      millis.set(Math.max(0, age.toMillis()));
    }
  }

  private static String name(Enum<?> value) {
    return name(value.name());
  }

  private static String name(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
