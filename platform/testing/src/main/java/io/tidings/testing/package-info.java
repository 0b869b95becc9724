/**
 * What tests stand on: real backing services, started when a test first asks for one; a base for
 * tests of a whole service; and the rules of the house, checked on its classes.
 */
@NullMarked
package io.tidings.testing;

import org.jspecify.annotations.NullMarked;
