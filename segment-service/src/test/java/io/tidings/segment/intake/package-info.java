@NullMarked
package io.tidings.segment.intake;

import org.jspecify.annotations.NullMarked;
