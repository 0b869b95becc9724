/** The events that definitions count, as facts and as history bring them. */
@NullMarked
package io.tidings.segment.event;

import org.jspecify.annotations.NullMarked;
