/** Providers of text messages. */
@NullMarked
package io.tidings.messaging.channel.sms;

import org.jspecify.annotations.NullMarked;
