/** The gateway over its own wire: real HTTP in, real gRPC out to services that tests play. */
@NullMarked
package io.tidings.gateway;

import org.jspecify.annotations.NullMarked;
