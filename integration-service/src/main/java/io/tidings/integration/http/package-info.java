/** Calls over HTTP that end in time, whatever the other side does. */
@NullMarked
package io.tidings.integration.http;

import org.jspecify.annotations.NullMarked;
