package io.tidings.user.preference;

import java.time.Instant;
import java.util.UUID;

/**
 * A category or a topic.
 *
 * @param identifier the customer's id of it, never changed
 */
record Label(UUID id, String identifier, String name, Instant createdAt) {
  /** What a label stands for, and in which table it is. */
  enum Kind {
    CATEGORY,
    TOPIC;

    String table() {
      return switch (this) {
        case CATEGORY -> "category";
        case TOPIC -> "topic";
      };
    }
  }
}
