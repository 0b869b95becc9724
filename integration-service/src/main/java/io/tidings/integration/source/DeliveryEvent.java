package io.tidings.integration.source;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a service that carries messages tells of one of them.
 *
 * @param send which one it is
 * @param address whom it was for; empty where the service does not say
 * @param reason the service's words; empty where it has none
 */
record DeliveryEvent(
    Kind kind, Medium medium, SendName send, String address, String reason, Instant occurredAt) {

  enum Kind {
    DELIVERED,
    /** It did not arrive, and nothing ever will. */
    HARD_BOUNCE,
    /** It did not arrive; another message may. */
    SOFT_BOUNCE,
    /** Its reader called it spam. */
    COMPLAINT,
    OPENED,
    /** A link in it was followed. */
    CLICKED
  }

  enum Medium {
    EMAIL,
    SMS
  }

  /** What names a send. */
  sealed interface SendName {
    /**
     * The id that the message carried.
     *
     * @param id null where it carried none: it is not of ours, or not told
     */
    record Id(@Nullable UUID id) implements SendName {}

    /** The carrier's own id of the message, as it answered when it took it. */
    record Reference(String provider, String reference) implements SendName {}
  }

  /** Without whom it was for. */
  @Override
  public String toString() {
    return "DeliveryEvent[kind=%s]".formatted(kind);
  }
}
