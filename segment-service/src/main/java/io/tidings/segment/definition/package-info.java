/** What a segment demands of a profile: a tree of conditions, checked before it is kept. */
@NullMarked
package io.tidings.segment.definition;

import org.jspecify.annotations.NullMarked;
