@NullMarked
package io.tidings.segment.value;

import org.jspecify.annotations.NullMarked;
