@NullMarked
package io.tidings.segment.membership;

import org.jspecify.annotations.NullMarked;
