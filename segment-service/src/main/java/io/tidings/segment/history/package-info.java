/** Brings in the history of events that a definition counts for the first time. */
@NullMarked
package io.tidings.segment.history;

import org.jspecify.annotations.NullMarked;
