/** Calls over HTTP to servers that misbehave. */
@NullMarked
package io.tidings.integration.http;

import org.jspecify.annotations.NullMarked;
