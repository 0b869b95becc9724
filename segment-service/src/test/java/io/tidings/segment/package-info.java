@NullMarked
package io.tidings.segment;

import org.jspecify.annotations.NullMarked;
