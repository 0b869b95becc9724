/**
 * Forgets a person: here at once, and elsewhere by the fact that is published in the same
 * transaction. Of the identifiers only keyed digests stay, so that what happened before is not
 * taken when it is told later.
 */
@NullMarked
package io.tidings.user.erasure;

import org.jspecify.annotations.NullMarked;
