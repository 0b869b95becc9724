package io.tidings.event.definition;

import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventRejected;
import io.tidings.proto.value.v1.Value;
import io.tidings.typing.Conversion;
import io.tidings.typing.Schema;
import io.tidings.typing.Schemas;
import io.tidings.typing.Schemas.FirstSeen;
import io.tidings.typing.Typing;
import io.tidings.typing.ValueType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the properties of events to the types that their definitions say, and defines what is seen
 * for the first time. What is known costs no query; all that is new in a batch is defined at once.
 */
@Singleton
public final class TypedEvents {
  private final Schemas schemas;

  TypedEvents(Schemas schemas) {
    this.schemas = schemas;
  }

  /**
   * @param event with what could be converted
   * @param ignored the properties that it lacks because they could not
   */
  public record TypedEvent(Event event, List<EventRejected> ignored) {}

  /**
   * One for each, in their order.
   *
   * @param typing which type a property gets that nobody defined
   */
  public List<TypedEvent> typed(String workspaceId, Typing typing, List<Event> events) {
    Schema schema = withProperties(workspaceId, typing, events, withNames(workspaceId, events));
    return events.stream().map(event -> typed(schema, event)).toList();
  }

  private Schema withNames(String workspaceId, List<Event> events) {
    Schema known = schemas.of(workspaceId);
    FirstSeen firstSeen = null;
    for (Event event : events) {
      if (known.type(EventDefinitions.EVENTS, event.getName()) == null) {
        firstSeen = firstSeen == null ? new FirstSeen() : firstSeen;
        firstSeen.add(EventDefinitions.EVENTS, event.getName(), ValueType.OBJECT);
      }
    }
    return firstSeen == null ? known : schemas.with(workspaceId, firstSeen);
  }

  private Schema withProperties(
      String workspaceId, Typing typing, List<Event> events, Schema known) {
    FirstSeen firstSeen = null;
    for (Event event : events) {
      if (!isDefined(known, event)) {
        continue;
      }
      Map<String, ValueType> types = known.of(event.getName());
      for (var property : event.getPropertiesMap().entrySet()) {
        ValueType own = ValueType.of(property.getValue()).orElse(null);
        if (own != null && !types.containsKey(property.getKey())) {
          firstSeen = firstSeen == null ? new FirstSeen() : firstSeen;
          firstSeen.add(event.getName(), property.getKey(), typing.typeFor(own));
        }
      }
    }
    return firstSeen == null ? known : schemas.with(workspaceId, firstSeen);
  }

  /** Not where there are more events than may be defined: such a one stays as it came. */
  private static boolean isDefined(Schema schema, Event event) {
    return schema.type(EventDefinitions.EVENTS, event.getName()) != null;
  }

  private TypedEvent typed(Schema schema, Event event) {
    if (!isDefined(schema, event)) {
      return new TypedEvent(event, List.of());
    }
    Map<String, ValueType> types = schema.of(event.getName());
    Event.Builder differing = null;
    List<EventRejected> ignored = new ArrayList<>();
    for (var property : event.getPropertiesMap().entrySet()) {
      String name = property.getKey();
      Value offered = property.getValue();
      switch (conversion(event, name, types.get(name))) {
        case Conversion.Converted(var value) when value == offered -> {}
        case Conversion.Converted(var value) -> {
          differing = differing == null ? event.toBuilder() : differing;
          differing.putProperties(name, value);
        }
        case Conversion.Refused(var reason) -> {
          differing = differing == null ? event.toBuilder() : differing;
          differing.removeProperties(name);
          ignored.add(
              EventRejected.newBuilder().setField("properties." + name).setReason(reason).build());
        }
      }
    }
    return new TypedEvent(differing == null ? event : differing.build(), ignored);
  }

  private Conversion conversion(Event event, String name, @Nullable ValueType type) {
    Value offered = event.getPropertiesOrThrow(name);
    if (offered.getKindCase() == Value.KindCase.KIND_NOT_SET
        || Schemas.isImpossible(event.getName(), name)) {
      return new Conversion.Converted(offered);
    }
    return type == null
        ? new Conversion.Refused(
            "%s is not defined, and the event has %d properties or the workspace as many names as there may be"
                .formatted(name, schemas.namesPerScope()))
        : Conversion.of(name, offered, type);
  }
}
