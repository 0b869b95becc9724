/**
 * The services that tell of customers, and of what became of messages, by webhook. A source is
 * pure: it verifies one webhook over its raw bytes and turns it into what it tells; what finds the
 * connection, keeps repetitions out and makes it durable is the same for all. Adding one is one
 * class here and its test.
 */
@NullMarked
package io.tidings.integration.source;

import org.jspecify.annotations.NullMarked;
