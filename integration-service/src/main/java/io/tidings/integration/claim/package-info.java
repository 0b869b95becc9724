/**
 * A browser says which user it is: whether that needs a proof, and whether the proof holds. The
 * secret that proofs are checked with stays in this service.
 */
@NullMarked
package io.tidings.integration.claim;

import org.jspecify.annotations.NullMarked;
