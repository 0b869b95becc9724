@NullMarked
package io.tidings.segment.definition;

import org.jspecify.annotations.NullMarked;
