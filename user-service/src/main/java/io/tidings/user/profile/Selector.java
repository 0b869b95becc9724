package io.tidings.user.profile;

import io.tidings.user.identity.Key;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a profile is named in a question: by its own id or by a key. */
public record Selector(@Nullable UUID id, @Nullable Key key) {
  public Selector {
    if ((id == null) == (key == null)) {
      throw new IllegalArgumentException("a profile is selected by its id or by a key");
    }
  }

  public static Selector of(UUID id) {
    return new Selector(id, null);
  }

  public static Selector of(Key key) {
    return new Selector(null, key);
  }
}
