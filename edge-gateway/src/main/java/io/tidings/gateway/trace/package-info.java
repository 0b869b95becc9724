/** The trace of a request: taken from who calls or begun here, and handed on to the services. */
@NullMarked
package io.tidings.gateway.trace;

import org.jspecify.annotations.NullMarked;
