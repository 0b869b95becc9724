/**
 * Profiles: calls are folded into them in one transaction a batch, what changed is published, and
 * whoever asks is answered. {@code Profile} says what news does to a profile, {@code BatchFold}
 * whose news it is.
 */
@NullMarked
package io.tidings.user.profile;

import org.jspecify.annotations.NullMarked;
