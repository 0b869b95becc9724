/** Who belongs to a segment, to a filter given on the spot, or to everyone. */
@NullMarked
package io.tidings.segment.audience;

import org.jspecify.annotations.NullMarked;
