package io.tidings.integration.destination;

import io.tidings.integration.connection.Connection;

/**
 * A connection and how it fares.
 *
 * @param enabled false once the receiver asked to hear no more
 * @param pending calls that wait to be made
 * @param failed calls that were given up on
 */
record ConnectedDestination(
    Connection<Destination> connection, boolean enabled, long pending, long failed) {}
