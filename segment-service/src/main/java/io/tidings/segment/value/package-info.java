/** What attributes and event properties hold, in memory and in the database. */
@NullMarked
package io.tidings.segment.value;

import org.jspecify.annotations.NullMarked;
