package io.tidings.gateway.answer;

import io.micronaut.serde.annotation.Serdeable;

/**
 * The body of every answer that is no success, on routes marked with {@link TextErrors}.
 *
 * @param error what was offered, what is allowed, what to do
 */
@Serdeable
record TextAnswer(String error) {}
