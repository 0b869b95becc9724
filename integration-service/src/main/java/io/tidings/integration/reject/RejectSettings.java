package io.tidings.integration.reject;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * @param retention for how long it can be read why something was rejected
 */
@ConfigurationProperties("tidings.rejects")
record RejectSettings(@Bindable(defaultValue = "30d") Duration retention) {}
