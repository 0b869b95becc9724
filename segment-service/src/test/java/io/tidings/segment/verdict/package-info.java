@NullMarked
package io.tidings.segment.verdict;

import org.jspecify.annotations.NullMarked;
