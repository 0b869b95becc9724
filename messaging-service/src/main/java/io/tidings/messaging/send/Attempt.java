package io.tidings.messaging.send;

import io.tidings.messaging.channel.Outcome;

/**
 * A provider was called.
 *
 * @param provider its id
 * @param repeatable whether it takes the send's id as an idempotency key
 */
public record Attempt(String provider, boolean repeatable, Outcome outcome) {}
