package io.tidings.gateway.api;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param size how many; 100 when absent, at most 1,000
 * @param token {@code nextPageToken} of the page before; absent for the first
 */
@Introspected
record Page(
    @QueryValue("pageSize") @Parameter(description = "At most 1,000; 100 when absent.")
        @Nullable Integer size,
    @QueryValue("pageToken") @Parameter(description = "`nextPageToken` of the page before.")
        @Nullable String token) {

  int pageSize() {
    return Objects.requireNonNullElse(size, 0);
  }

  String pageToken() {
    return Objects.requireNonNullElse(token, "");
  }
}
