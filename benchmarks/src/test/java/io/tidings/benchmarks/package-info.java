/** That the benchmarks count rightly; they themselves do not run in the build. */
@NullMarked
package io.tidings.benchmarks;

import org.jspecify.annotations.NullMarked;
