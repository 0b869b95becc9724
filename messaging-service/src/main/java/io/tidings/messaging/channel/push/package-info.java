/** Providers of push notifications. */
@NullMarked
package io.tidings.messaging.channel.push;

import org.jspecify.annotations.NullMarked;
