package io.tidings.integration.source;

import io.tidings.integration.destination.Setting;
import io.tidings.integration.destination.Settings;
import java.time.Instant;
import java.util.List;

/** One service whose webhooks can be taken. A bean; nobody outside of the class names it. */
interface Source {

  /** Under which connections and the catalogue know it: {@code stripe}. Never changes. */
  String id();

  /** As people know it. */
  String name();

  /** What it needs to know. The catalogue, the console's form and the validation come from it. */
  List<Setting> settings();

  /**
   * What a webhook tells. Whatever comes is an answer: nothing of it is parsed before its signature
   * holds, and no body makes this throw.
   *
   * @param settings valid against {@link #settings()}
   */
  Reading read(WebhookCall call, Settings settings, Instant now);
}
