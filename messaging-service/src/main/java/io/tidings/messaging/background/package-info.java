/** Work that a replica does of its own accord. */
@NullMarked
package io.tidings.messaging.background;

import org.jspecify.annotations.NullMarked;
