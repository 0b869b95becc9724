/**
 * E-mail addresses and phone numbers in the projection: keyed digests, in which equal values are
 * recognised and nothing can be read.
 */
@NullMarked
package io.tidings.segment.contact;

import org.jspecify.annotations.NullMarked;
