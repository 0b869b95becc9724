/**
 * What user-service says of each profile, folded so that any order and any repetition of the same
 * facts ends in the same profile.
 */
@NullMarked
package io.tidings.segment.profile;

import org.jspecify.annotations.NullMarked;
