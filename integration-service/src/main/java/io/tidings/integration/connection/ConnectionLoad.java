package io.tidings.integration.connection;

/**
 * A connection and how it fares.
 *
 * @param pending calls that wait to be made
 * @param failed calls that were given up on
 */
record ConnectionLoad(Connection connection, long pending, long failed) {}
