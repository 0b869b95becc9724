package io.tidings.gateway.limit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * @param callsPerSecond how many calls a key may bring whose own settings say nothing, each call of
 *     a batch counted; 0 for as many as it likes
 * @param replicas how many gateways there are; without Redis each allows its share
 */
@ConfigurationProperties("tidings.collect")
record LimitSettings(
    @Bindable(defaultValue = "0") int callsPerSecond, @Bindable(defaultValue = "1") int replicas) {

  LimitSettings {
    if (callsPerSecond < 0) {
      throw new IllegalArgumentException(
          "TIDINGS_COLLECT_CALLS_PER_SECOND is %d; give 0 for no limit, or more"
              .formatted(callsPerSecond));
    }
    if (replicas < 1) {
      throw new IllegalArgumentException(
          "TIDINGS_COLLECT_REPLICAS is %d; there is at least 1".formatted(replicas));
    }
  }
}
