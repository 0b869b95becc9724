package io.tidings.event.history;

import java.time.Instant;

/** The first and the last event of one profile. */
record EventSpan(End first, End last) {
  /** One event of it: when it happened, and its message id. */
  record End(Instant occurredAt, String messageId) {}
}
