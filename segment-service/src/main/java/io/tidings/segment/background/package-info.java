/** Work that a service does of itself, in a loop of its own. */
@NullMarked
package io.tidings.segment.background;

import org.jspecify.annotations.NullMarked;
