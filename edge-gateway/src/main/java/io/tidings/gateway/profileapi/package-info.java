/**
 * The Profile API: what is known of one profile, found by any of its identifiers, part by part.
 * Servers only, with a secret key; a space is a workspace, and a key sees its own alone.
 */
@NullMarked
package io.tidings.gateway.profileapi;

import org.jspecify.annotations.NullMarked;
