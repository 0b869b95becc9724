/** How names that people gave are written where machines read them. */
@NullMarked
package io.tidings.naming;

import org.jspecify.annotations.NullMarked;
