/**
 * Takes sends from the queue to their providers. A worker claims a batch under a lease, fetches its
 * users in one call, renders and calls the provider many at a time with no transaction open, and
 * hands the outcomes to the recorder, which writes them in batches together with their facts.
 */
@NullMarked
package io.tidings.messaging.delivery;

import org.jspecify.annotations.NullMarked;
