@NullMarked
package io.tidings.segment.operator;

import org.jspecify.annotations.NullMarked;
