/** The outbox against real PostgreSQL and RabbitMQ. */
@NullMarked
package io.tidings.outbox;

import org.jspecify.annotations.NullMarked;
