/**
 * SQL as the service speaks it: text with its arguments, joined from fragments, run in the
 * transaction that is open on the thread.
 */
@NullMarked
package io.tidings.segment.sql;

import org.jspecify.annotations.NullMarked;
