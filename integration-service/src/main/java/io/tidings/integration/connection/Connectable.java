package io.tidings.integration.connection;

import java.util.List;

/** What a workspace connects to: a source, which is heard, or a destination, which is told. */
public interface Connectable {

  /** Under which connections and the catalogue know it: {@code stripe}. Never changes. */
  String id();

  /** As people know it. */
  String name();

  /** What it needs to know. The catalogue, the console's form and the validation come from it. */
  List<Setting> settings();
}
