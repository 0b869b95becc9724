package io.tidings.messaging.delivery;

import io.tidings.messaging.send.Send;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A send that this worker has.
 *
 * @param abandoned the claim of a worker which let its lease run out; null where nobody had the
 *     send
 */
record Claim(Send send, @Nullable UUID abandoned) {}
