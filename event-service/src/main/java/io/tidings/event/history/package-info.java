/**
 * Recording and reading what happened: many events in one transaction, each once by its message id,
 * told to the other services as `EventsRecorded`; and what becomes of them when profiles are merged
 * or erased.
 */
@NullMarked
package io.tidings.event.history;

import org.jspecify.annotations.NullMarked;
