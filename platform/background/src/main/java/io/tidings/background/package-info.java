/** Work that a service does of its own accord. */
@NullMarked
package io.tidings.background;

import org.jspecify.annotations.NullMarked;
