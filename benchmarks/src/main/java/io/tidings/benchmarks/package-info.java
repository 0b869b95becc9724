/**
 * What the whole system does per second, in milliseconds and in memory, beside what the bare thing
 * that bounds it does on the same machine in the same run.
 */
@NullMarked
package io.tidings.benchmarks;

import org.jspecify.annotations.NullMarked;
