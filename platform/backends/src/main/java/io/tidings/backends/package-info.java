/**
 * The servers that Tidings stands on (PostgreSQL, RabbitMQ and Redis), started on this machine
 * where no address of one is given. All of them are the real servers: on loopback only, on free
 * ports, with their data in a folder that may be used again. What an earlier owner of the folder
 * left running is stopped before anything starts.
 */
@NullMarked
package io.tidings.backends;

import org.jspecify.annotations.NullMarked;
