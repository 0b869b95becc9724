/**
 * Which segments there are and which events they count, in one picture that whoever applies facts
 * shares; and the gate that keeps the picture still meanwhile.
 */
@NullMarked
package io.tidings.segment.catalogue;

import org.jspecify.annotations.NullMarked;
