/** Destinations against their golden files, and over the wire. */
@NullMarked
package io.tidings.integration.destination;

import org.jspecify.annotations.NullMarked;
