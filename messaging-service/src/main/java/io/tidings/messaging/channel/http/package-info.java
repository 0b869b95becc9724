/** What providers with an HTTP API share: how one is called, and what no answer means. */
@NullMarked
package io.tidings.messaging.channel.http;

import org.jspecify.annotations.NullMarked;
