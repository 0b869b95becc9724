/**
 * Automations: when a user enters a segment, send. An entry is told once by the bus and counted by
 * segment-service, so that it makes one send however often it is told.
 */
@NullMarked
package io.tidings.messaging.automation;

import org.jspecify.annotations.NullMarked;
