package io.tidings.integration.destination;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a call was answered with.
 *
 * @param retryAfter the header {@code Retry-After}, where it gives seconds
 * @param body its first 8 KiB
 */
public record HttpReply(int status, @Nullable Duration retryAfter, String body) {

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
