/**
 * Tidings' own dialect: the contracts of the services as plain JSON, for holders of a secret key. A
 * controller says which route is which method; {@link io.tidings.gateway.api.JsonCalls} does the
 * rest, alike for all of them.
 */
@NullMarked
package io.tidings.gateway.api;

import org.jspecify.annotations.NullMarked;
