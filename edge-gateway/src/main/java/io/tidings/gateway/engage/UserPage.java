package io.tidings.gateway.engage;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Which users are wanted.
 *
 * @param limit how many; 10 when absent, at most 100
 * @param cursor {@code next_cursor} of the page before; absent for the first
 * @param email only who has this address
 */
@Introspected
record UserPage(
    @QueryValue("limit") @Parameter(description = "At most 100; 10 when absent.")
        @Nullable Integer limit,
    @QueryValue("next_cursor") @Parameter(description = "`next_cursor` of the page before.")
        @Nullable String cursor,
    @QueryValue("email") @Parameter(description = "Only the user with this address.")
        @Nullable String email) {}
