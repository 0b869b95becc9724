/**
 * The users-and-events dialect, which is also the platform's own for users: what is known of a user
 * is one object, standard attributes at its top and all others under {@code meta}. A user object
 * draws on four services; for a page of users each is asked once.
 */
@NullMarked
package io.tidings.gateway.engage;

import org.jspecify.annotations.NullMarked;
