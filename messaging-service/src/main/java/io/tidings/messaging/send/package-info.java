/**
 * A send: any message to one recipient on one channel, its life on record, and the calls that make
 * and read them. {@link io.tidings.messaging.send.Send} holds every transition; the gates say who
 * is not sent to.
 */
@NullMarked
package io.tidings.messaging.send;

import org.jspecify.annotations.NullMarked;
