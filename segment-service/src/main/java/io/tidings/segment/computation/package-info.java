/**
 * A new or changed segment is computed over everyone: one SQL statement says what is to change,
 * then it is changed bit by bit, each with its facts; at the end whoever changed meanwhile is
 * decided anew.
 */
@NullMarked
package io.tidings.segment.computation;

import org.jspecify.annotations.NullMarked;
