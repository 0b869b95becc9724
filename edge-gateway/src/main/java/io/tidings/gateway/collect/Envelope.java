package io.tidings.gateway.collect;

import java.time.Instant;

/**
 * What the calls of one request have in common besides what its body says.
 *
 * @param receivedAt by the platform's clock
 * @param address the client's network address; empty where it is not known
 * @param fromBrowser whether a page sent it, which browsers say of their own accord
 */
record Envelope(Instant receivedAt, String address, boolean fromBrowser) {}
