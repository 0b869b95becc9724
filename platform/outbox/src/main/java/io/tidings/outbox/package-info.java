/**
 * Facts leave a service through its transactional outbox and enter another once only: {@link
 * io.tidings.outbox.Outbox} appends them in the transaction that makes them true, the relay
 * publishes them to RabbitMQ in the order of their partition, and a {@link
 * io.tidings.outbox.FactConsumer} applies them in one transaction with the note that it did.
 */
@NullMarked
package io.tidings.outbox;

import org.jspecify.annotations.NullMarked;
