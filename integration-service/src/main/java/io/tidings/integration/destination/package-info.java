/**
 * The tools that data can be forwarded to. A destination is pure: it turns one notice into an HTTP
 * call and the reply into an outcome; what calls, waits, repeats and records is the same for all
 * and lives in {@code delivery}. Adding one is one class here and its test. What a workspace is
 * connected to is kept as {@code connection} has it.
 */
@NullMarked
package io.tidings.integration.destination;

import org.jspecify.annotations.NullMarked;
