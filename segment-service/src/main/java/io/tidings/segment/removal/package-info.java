/** What nobody needs any more is removed, a bit at a time. */
@NullMarked
package io.tidings.segment.removal;

import org.jspecify.annotations.NullMarked;
