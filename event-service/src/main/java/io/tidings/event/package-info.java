/**
 * event-service: the history of everything that users did, each event once, whatever is repeated.
 */
@NullMarked
package io.tidings.event;

import org.jspecify.annotations.NullMarked;
