package io.tidings.user.attribute;

import io.tidings.typing.Schemas;
import io.tidings.typing.Schemas.FirstSeen;
import io.tidings.typing.Typing;
import io.tidings.typing.ValueType;
import io.tidings.user.RefusedException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings attributes to the types that the schema of their workspace says, and defines those that it
 * does not have. What is known costs no query; all that is new in a batch is defined at once.
 */
@Singleton
public final class AttributeTyping {
  private final Schemas schemas;

  AttributeTyping(Schemas schemas) {
    this.schemas = schemas;
  }

  /**
   * Each of the offered with its values as the schema has them. Standard attributes pass: they have
   * rules of their own.
   *
   * @param typing which type one gets that nobody defined
   */
  public List<Typed> typed(
      String workspaceId,
      AttributeSubject subject,
      Typing typing,
      List<Map<String, AttributeValue>> offered) {
    if (offered.stream().allMatch(Map::isEmpty)) {
      return offered.stream().map(each -> new Typed(each, List.of())).toList();
    }
    Map<String, ValueType> types = types(workspaceId, subject, typing, offered);
    return offered.stream().map(each -> typed(subject, types, each)).toList();
  }

  private Map<String, ValueType> types(
      String workspaceId,
      AttributeSubject subject,
      Typing typing,
      List<Map<String, AttributeValue>> offered) {
    Map<String, ValueType> known = schemas.of(workspaceId).of(subject.scope());
    Map<String, ValueType> undefined = undefined(subject, typing, known, offered);
    if (undefined.isEmpty()) {
      return known;
    }
    FirstSeen firstSeen = new FirstSeen();
    undefined.forEach((name, type) -> firstSeen.add(subject.scope(), name, type));
    return schemas.with(workspaceId, firstSeen).of(subject.scope());
  }

  /** Names that are not known, in the order in which they are offered, with the types they get. */
  private static Map<String, ValueType> undefined(
      AttributeSubject subject,
      Typing typing,
      Map<String, ValueType> known,
      List<Map<String, AttributeValue>> offered) {
    Map<String, ValueType> undefined = null;
    for (Map<String, AttributeValue> each : offered) {
      for (var attribute : each.entrySet()) {
        ValueType own = attribute.getValue().type();
        String name = attribute.getKey();
        if (own != null && !known.containsKey(name) && !subject.hasOfItsOwn(name)) {
          undefined = undefined == null ? new LinkedHashMap<>() : undefined;
          undefined.putIfAbsent(name, typing.typeFor(own));
        }
      }
    }
    return undefined == null ? Map.of() : undefined;
  }

  /** What {@link #typed} would come to, and by which types. */
  public record Checked(List<Typed> typed, Map<String, ValueType> wouldDefine) {}

  /**
   * What {@link #typed} would come to; nothing is defined.
   *
   * @param defined what earlier checks would have defined
   */
  public Checked checked(
      String workspaceId,
      AttributeSubject subject,
      Typing typing,
      Map<String, ValueType> defined,
      List<Map<String, AttributeValue>> offered) {
    Map<String, ValueType> types = new HashMap<>(defined);
    types.putAll(schemas.of(workspaceId).of(subject.scope()));
    Map<String, ValueType> wouldDefine = new HashMap<>(defined);
    undefined(subject, typing, types, offered)
        .forEach((name, type) -> {
          if (types.size() < schemas.namesPerScope()) {
            types.put(name, type);
            wouldDefine.put(name, type);
          }
        });
    return new Checked(
        offered.stream().map(each -> typed(subject, types, each)).toList(), wouldDefine);
  }

  private Typed typed(
      AttributeSubject subject, Map<String, ValueType> types, Map<String, AttributeValue> offered) {
    Map<String, AttributeValue> converted = new HashMap<>();
    Map<String, Ignored> ignored = new HashMap<>();
    offered.forEach((name, value) -> {
      try {
        AttributeValue kept = typed(subject, name, types.get(name), value);
        AttributeRoom.check(name, kept);
        if (kept != value) {
          converted.put(name, kept);
        }
      } catch (RefusedException e) {
        ignored.put(name, new Ignored(e.field(), e.reason()));
      }
    });
    if (converted.isEmpty() && ignored.isEmpty()) {
      return new Typed(offered, List.of());
    }
    Map<String, AttributeValue> attributes = new HashMap<>(offered);
    attributes.putAll(converted);
    attributes.keySet().removeAll(ignored.keySet());
    return new Typed(attributes, new ArrayList<>(ignored.values()));
  }

  private AttributeValue typed(
      AttributeSubject subject, String name, @Nullable ValueType type, AttributeValue value)
      throws RefusedException {
    if (subject == AttributeSubject.USER && DerivedAttributes.NAMES.contains(name)) {
      throw new RefusedException(
          "attributes." + name, name + " follows from another attribute; leave it out");
    }
    if (value.isNothing() || subject.hasOfItsOwn(name) || value.type() == type) {
      return value;
    }
    if (type == null) {
      throw new RefusedException(
          "attributes." + name,
          "%s is not defined, and %d attributes are already, which is as many as there may be"
              .formatted(RefusedException.quoted(name), schemas.namesPerScope()));
    }
    return ConversionWire.convert(name, value, type);
  }
}
