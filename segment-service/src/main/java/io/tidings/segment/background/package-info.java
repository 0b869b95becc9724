/** Work that one replica does for all. */
@NullMarked
package io.tidings.segment.background;

import org.jspecify.annotations.NullMarked;
