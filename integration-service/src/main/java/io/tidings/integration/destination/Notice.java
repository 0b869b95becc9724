package io.tidings.integration.destination;

import java.time.Instant;

/**
 * One thing to tell a destination.
 *
 * @param id the same at every attempt, so that the receiver can recognise a repetition
 * @param at when this attempt is made
 */
public record Notice(String id, Subject subject, Occurrence occurrence, Instant at) {}
