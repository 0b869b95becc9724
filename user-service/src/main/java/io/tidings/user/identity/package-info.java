/**
 * By what a profile is known: typed identifiers, which of them are never believed, how many of a
 * kind a profile holds, and who owns which.
 */
@NullMarked
package io.tidings.user.identity;

import org.jspecify.annotations.NullMarked;
