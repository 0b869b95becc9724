package io.tidings.typing;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How much is defined, and how fast the replicas of a service follow each other.
 *
 * @param namesPerScope how many names one scope has at most: attributes of users, of companies,
 *     names of events, properties of one event
 * @param names how many names a workspace has at most, over all scopes
 * @param refresh how often what other replicas changed is read
 */
@ConfigurationProperties("tidings.schema")
public record SchemaSettings(
    @Bindable(defaultValue = "5000") int namesPerScope,
    @Bindable(defaultValue = "50000") int names,
    @Bindable(defaultValue = "5s") Duration refresh) {

  public SchemaSettings {
    if (namesPerScope < 1 || names < 1) {
      throw new IllegalArgumentException(
          "tidings.schema.names-per-scope is %d and tidings.schema.names is %d; both must be at least 1"
              .formatted(namesPerScope, names));
    }
    if (!refresh.isPositive()) {
      throw new IllegalArgumentException(
          "tidings.schema.refresh is %s; it must be longer than nothing".formatted(refresh));
    }
  }
}
