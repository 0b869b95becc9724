@NullMarked
package io.tidings.segment.testing;

import org.jspecify.annotations.NullMarked;
