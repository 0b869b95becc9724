/** Destinations against their golden files. */
@NullMarked
package io.tidings.integration.destination;

import org.jspecify.annotations.NullMarked;
