package io.tidings.integration.destination;

import java.util.List;
import java.util.Optional;

/** One tool that data can be forwarded to. A bean; nobody outside of the class names it. */
public interface Destination {

  /** Under which connections and the catalogue know it: {@code webhook}. Never changes. */
  String id();

  /** As people know it. */
  String name();

  /** What it needs to know. The catalogue, the console's form and the validation come from it. */
  List<Setting> settings();

  /** How many calls it takes in a second, unless a connection says otherwise. */
  int callsPerSecond();

  /**
   * The call that tells it.
   *
   * @param settings valid against {@link #settings()}
   * @return empty where it has no use for the notice
   */
  Optional<HttpCall> callFor(Notice notice, Settings settings);

  /** What its reply means. */
  Outcome outcomeOf(HttpReply reply);
}
