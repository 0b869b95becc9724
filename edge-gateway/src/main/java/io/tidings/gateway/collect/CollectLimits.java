package io.tidings.gateway.collect;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How large a request may be, counted after decompression. The defaults are the protocol's; SDKs of
 * some vendors send batches of up to 4,000 KiB.
 *
 * @param callBytes of one call, alone or in a batch
 * @param batchBytes of a whole batch
 * @param batchCalls how many calls a batch may have
 */
@ConfigurationProperties("tidings.collect")
record CollectLimits(
    @Bindable(defaultValue = "32768") int callBytes,
    @Bindable(defaultValue = "512000") int batchBytes,
    @Bindable(defaultValue = "2500") int batchCalls) {}
