package io.tidings.messaging.send;

import java.time.Instant;

/**
 * One gate that a send met, or one thing that happened to it.
 *
 * @param passed whether it went on
 * @param detail the value that decided; never an address
 */
public record Decision(String gate, boolean passed, String detail, Instant at) {}
