/**
 * The providers of messaging-service against the sandbox: each protocol spoken by both its ends.
 */
@NullMarked
package io.tidings.endtoend.providers;

import org.jspecify.annotations.NullMarked;
