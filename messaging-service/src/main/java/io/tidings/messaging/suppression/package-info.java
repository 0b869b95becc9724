/**
 * Addresses that nothing may be sent to. They are kept as keyed hashes: they can be recognised, not
 * read.
 */
@NullMarked
package io.tidings.messaging.suppression;

import org.jspecify.annotations.NullMarked;
