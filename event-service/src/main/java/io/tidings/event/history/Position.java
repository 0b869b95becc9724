package io.tidings.event.history;

import io.tidings.time.IsoText;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a page of history ends and the next goes on: the last event's place in the order. */
record Position(Instant occurredAt, UUID profileId, String messageId) {

  static Position of(RecordedEvent last) {
    return new Position(last.occurredAt(), last.profileId(), last.messageId());
  }

  String token() {
    String text = occurredAt.toEpochMilli() + " " + profileId + " " + messageId;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Null where the token was not made here. */
  static @Nullable Position parse(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split(" ", 3);
      if (parts.length < 3 || parts[2].indexOf('\0') >= 0) {
        return null;
      }
      Instant occurredAt = Instant.ofEpochMilli(Long.parseLong(parts[0]));
      return IsoText.canBeKept(occurredAt)
          ? new Position(occurredAt, UUID.fromString(parts[1]), parts[2])
          : null;
    } catch (IllegalArgumentException | DateTimeException foreign) {
      return null;
    }
  }
}
