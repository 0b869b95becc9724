/** Who calls: finds the key in a request and asks whose it is. */
@NullMarked
package io.tidings.gateway.access;

import org.jspecify.annotations.NullMarked;
