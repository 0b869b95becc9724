/**
 * The port to the outside: what a message is, who carries it, and what came of handing it over. A
 * provider turns a message into its own protocol and the reply into an {@link
 * io.tidings.messaging.channel.Outcome}; it decides nothing else. Nobody outside a provider's class
 * names it: providers are beans, found by their id in {@link
 * io.tidings.messaging.channel.Providers}.
 */
@NullMarked
package io.tidings.messaging.channel;

import org.jspecify.annotations.NullMarked;
