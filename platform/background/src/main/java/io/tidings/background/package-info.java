/** Work that a service does of its own accord, and how work stands to transactions. */
@NullMarked
package io.tidings.background;

import org.jspecify.annotations.NullMarked;
