/** Times as people and programs write them. */
@NullMarked
package io.tidings.time;

import org.jspecify.annotations.NullMarked;
