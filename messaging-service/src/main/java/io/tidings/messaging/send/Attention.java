package io.tidings.messaging.send;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reader did with a message, as far as whoever carried it tells.
 *
 * @param openedAt when it was first displayed; null where it was not
 * @param clickedAt when a link in it was first followed; null where none was
 */
public record Attention(@Nullable Instant openedAt, @Nullable Instant clickedAt) {
  public static final Attention NONE = new Attention(null, null);

  Attention opened(Instant at) {
    return openedAt == null ? new Attention(at, clickedAt) : this;
  }

  Attention clicked(Instant at) {
    return clickedAt == null ? new Attention(openedAt, at) : this;
  }
}
