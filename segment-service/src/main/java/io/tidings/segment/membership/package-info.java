/**
 * Who is in which segment: decided anew when facts or time give reason to, with a fact for each
 * change.
 */
@NullMarked
package io.tidings.segment.membership;

import org.jspecify.annotations.NullMarked;
