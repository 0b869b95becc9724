/**
 * Tidings on one machine: one process that starts the backing services, the six services and the
 * sandbox, watches over them, and stops them all. Its commands are those of the launcher, {@code
 * ./tidings}.
 */
@NullMarked
package io.tidings.quickstart;

import org.jspecify.annotations.NullMarked;
