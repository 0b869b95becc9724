@NullMarked
package io.tidings.segment.catalogue;

import org.jspecify.annotations.NullMarked;
