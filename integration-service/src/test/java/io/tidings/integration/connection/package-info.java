/** Connections over the wire. */
@NullMarked
package io.tidings.integration.connection;

import org.jspecify.annotations.NullMarked;
