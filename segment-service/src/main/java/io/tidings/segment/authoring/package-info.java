/** Segments are made, changed and deleted. */
@NullMarked
package io.tidings.segment.authoring;

import org.jspecify.annotations.NullMarked;
