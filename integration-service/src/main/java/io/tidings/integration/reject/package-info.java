/**
 * What was answered with success and yet is invalid in itself, with the reason, for whoever sent it
 * to read.
 */
@NullMarked
package io.tidings.integration.reject;

import org.jspecify.annotations.NullMarked;
