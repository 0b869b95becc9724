/** segment-service: which users are alike, kept true live. */
@NullMarked
package io.tidings.segment;

import org.jspecify.annotations.NullMarked;
