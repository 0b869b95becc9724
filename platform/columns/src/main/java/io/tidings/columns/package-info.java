/** How many rows are handed to one statement. */
@NullMarked
package io.tidings.columns;

import org.jspecify.annotations.NullMarked;
