/** How many calls a key may bring, from within. */
@NullMarked
package io.tidings.gateway.limit;

import org.jspecify.annotations.NullMarked;
