package io.tidings.gateway.collect;

import java.time.Instant;

/**
 * What the calls of one request have in common besides what its body says.
 *
 * @param receivedAt by the platform's clock
 * @param address the client's network address
 */
record Envelope(Instant receivedAt, String address) {}
