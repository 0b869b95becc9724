package io.tidings.messaging.delivery;

import io.tidings.messaging.send.Send;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A send that this worker has.
 *
 * @param abandonedLease that of a worker which let it run out; null where nobody had the send
 */
record Claim(Send send, @Nullable UUID abandonedLease) {}
