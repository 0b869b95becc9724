/**
 * The notifications dialect, as far as it speaks of users: profiles, preferences, categories and
 * topics. Servers prove themselves with two keys in headers of the dialect's own; a browser with
 * the public key and the user that it says it is, which integration-service may want proved.
 */
@NullMarked
package io.tidings.gateway.engagespot;

import org.jspecify.annotations.NullMarked;
