/** The arrays against a real PostgreSQL. */
@NullMarked
package io.tidings.columns;

import org.jspecify.annotations.NullMarked;
