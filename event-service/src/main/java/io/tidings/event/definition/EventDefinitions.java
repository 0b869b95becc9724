package io.tidings.event.definition;

import io.tidings.typing.Definition;
import io.tidings.typing.Schema;
import io.tidings.typing.Schemas;
import io.tidings.typing.Schemas.FirstSeen;
import io.tidings.typing.ValueType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events that a workspace has defined. An event's name is the scope of its properties. */
@Singleton
final class EventDefinitions {
  /** The scope of the events themselves: no event has an empty name. */
  static final String EVENTS = "";

  private final Schemas schemas;

  EventDefinitions(Schemas schemas) {
    this.schemas = schemas;
  }

  /** What became of a definition. */
  sealed interface Defining {
    record Defined(Definition event) implements Defining {}

    /** A property is of another type; nothing was defined. */
    record OfAnotherType(String property, ValueType type) implements Defining {}

    /** There are as many names as there may be; those that fitted are defined. */
    record Full(int limit) implements Defining {}
  }

  Defining define(String workspaceId, String event, Map<String, ValueType> properties) {
    FirstSeen asked = new FirstSeen();
    asked.add(EVENTS, event, ValueType.OBJECT);
    for (var property : properties.entrySet()) {
      Optional<Definition> known = schemas.find(workspaceId, event, property.getKey());
      if (known.isPresent() && known.get().type() != property.getValue()) {
        return new Defining.OfAnotherType(property.getKey(), known.get().type());
      }
      asked.add(event, property.getKey(), property.getValue());
    }
    Schema schema = schemas.with(workspaceId, asked);
    if (!schema.of(event).keySet().containsAll(properties.keySet())) {
      return new Defining.Full(schemas.namesPerScope());
    }
    return schemas
        .find(workspaceId, EVENTS, event)
        .<Defining>map(Defining.Defined::new)
        .orElse(new Defining.Full(schemas.namesPerScope()));
  }

  boolean isDefined(String workspaceId, String event) {
    return schemas.find(workspaceId, EVENTS, event).isPresent();
  }

  /**
   * Events by name.
   *
   * @param after the last name of the page before; empty for the first page
   */
  List<Definition> events(String workspaceId, String after, int size) {
    return schemas.page(workspaceId, EVENTS, after, size);
  }

  /** The properties of an event by name. */
  List<Definition> properties(String workspaceId, String event, String after, int size) {
    return schemas.page(workspaceId, event, after, size);
  }

  /** Gives a property another type; empty where nobody defined it. */
  Optional<Definition> change(String workspaceId, String event, String property, ValueType type) {
    return schemas.change(workspaceId, event, property, type);
  }
}
