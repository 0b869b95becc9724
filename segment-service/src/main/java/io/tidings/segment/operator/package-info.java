/**
 * How a condition compares: one class for each operator, found by its id. A further operator is one
 * class here and one subclass of the contract test; nothing else names it.
 */
@NullMarked
package io.tidings.segment.operator;

import org.jspecify.annotations.NullMarked;
