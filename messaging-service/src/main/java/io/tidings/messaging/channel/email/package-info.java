/** Providers of e-mail. */
@NullMarked
package io.tidings.messaging.channel.email;

import org.jspecify.annotations.NullMarked;
