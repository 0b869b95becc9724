package io.tidings.integration.source;

import io.tidings.integration.connection.Connectable;
import io.tidings.integration.connection.Settings;
import java.time.Instant;

/** One service whose webhooks can be taken. A bean; nobody outside of the class names it. */
interface Source extends Connectable {

  /**
   * What a webhook tells. Whatever comes is an answer: nothing of it is parsed before its signature
   * holds, and no body makes this throw.
   *
   * @param settings valid against {@link #settings()}
   */
  Reading read(WebhookCall call, Settings settings, Instant now);
}
