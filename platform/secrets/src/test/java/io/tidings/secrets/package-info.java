/** Secrets over a real database. */
@NullMarked
package io.tidings.secrets;

import org.jspecify.annotations.NullMarked;
