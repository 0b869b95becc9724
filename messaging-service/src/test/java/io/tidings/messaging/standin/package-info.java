/** Those whom this service talks to, played for its tests. */
@NullMarked
package io.tidings.messaging.standin;

import org.jspecify.annotations.NullMarked;
