/**
 * Which events there are and which types their properties have: defined ahead or at first sight,
 * and what becomes of values of other types.
 */
@NullMarked
package io.tidings.event.definition;

import org.jspecify.annotations.NullMarked;
