/**
 * The running system under load while its processes are killed and its outside world misbehaves.
 * What was answered is compared with what became of it by counting everything, not by samples.
 */
@NullMarked
package io.tidings.endtoend.faults;

import org.jspecify.annotations.NullMarked;
