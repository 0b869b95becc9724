/**
 * The whole system as a stranger meets it: started by the launcher, used by clients that nobody
 * here wrote, killed, started again.
 */
@NullMarked
package io.tidings.endtoend;

import org.jspecify.annotations.NullMarked;
