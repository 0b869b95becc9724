package io.tidings.gateway.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message of the contracts out of JSON as people write it: names in camelCase, enums by
 * their short names ({@code email}), {@code Value}s plain, times in ISO 8601, durations as in
 * {@code 7d}, and a message that is nothing but a list as an array. What does not fit is refused by
 * its path with what is allowed.
 */
public final class MessageReader {
  private MessageReader() {}

  /**
   * Sets in {@code into} what {@code members} say; null says nothing.
   *
   * @throws DefectException for a member that is not known or not of its kind
   */
  public static void read(Map<String, Value> members, Message.Builder into) {
    read("", members, into);
  }

  private static void read(String path, Map<String, Value> members, Message.Builder into) {
    members.forEach((name, value) -> {
      var at = path.isEmpty() ? name : path + "." + name;
      var field = field(at, name, into.getDescriptorForType());
      if (value.getKindCase() != Value.KindCase.KIND_NOT_SET) {
        refuseSecond(at, field, into);
        set(at, field, value, into);
      }
    });
  }

  private static FieldDescriptor field(String at, String name, Descriptor type) {
    for (var field : type.getFields()) {
      if (field.getJsonName().equals(name) || field.getName().equals(name)) {
        return field;
      }
    }
    throw new DefectException(
        at,
        "is not known here; known are "
            + type.getFields().stream()
                .map(FieldDescriptor::getJsonName)
                .collect(Collectors.joining(", ")));
  }

  private static void refuseSecond(String at, FieldDescriptor field, Message.Builder into) {
    var choice = field.getContainingOneof();
    if (choice != null && into.hasOneof(choice)) {
      throw new DefectException(
          at,
          "cannot be given together with '"
              + into.getOneofFieldDescriptor(choice).getJsonName()
              + "'; give one of them");
    }
  }

  private static void set(String at, FieldDescriptor field, Value value, Message.Builder into) {
    if (field.isMapField()) {
      entries(at, field, value, into);
    } else if (field.isRepeated()) {
      elements(at, field, value, into);
    } else {
      into.setField(field, single(at, field, value, into));
    }
  }

  private static void elements(
      String at, FieldDescriptor field, Value value, Message.Builder into) {
    var elements = list(at, value);
    for (var i = 0; i < elements.size(); i++) {
      into.addRepeatedField(field, single(at + "[" + i + "]", field, elements.get(i), into));
    }
  }

  private static void entries(String at, FieldDescriptor field, Value value, Message.Builder into) {
    var entryType = field.getMessageType();
    object(at, value)
        .forEach((key, entry) -> {
          var made = into.newBuilderForField(field);
          made.setField(entryType.findFieldByNumber(1), key);
          var valueField = entryType.findFieldByNumber(2);
          made.setField(valueField, single(at + "." + key, valueField, entry, made));
          into.addRepeatedField(field, made.build());
        });
  }

  private static Object single(
      String at, FieldDescriptor field, Value value, Message.Builder parent) {
    return switch (field.getJavaType()) {
      case STRING -> text(at, value);
      case BOOLEAN -> flag(at, value);
      case INT -> (int) whole(at, value, Integer.MAX_VALUE);
      case LONG -> whole(at, value, 1L << 53);
      case DOUBLE -> number(at, value);
      case ENUM -> EnumText.read(at, field.getEnumType(), text(at, value));
      case MESSAGE -> message(at, value, parent.newBuilderForField(field));
      case FLOAT, BYTE_STRING ->
          throw new IllegalStateException(field.getFullName() + " has no form in JSON");
    };
  }

  private static Message message(String at, Value value, Message.Builder into) {
    var type = into.getDescriptorForType();
    if (type.equals(Value.getDescriptor())) {
      return value;
    }
    if (type.equals(Timestamp.getDescriptor())) {
      return IsoTime.toProto(at, IsoTime.parse(at, text(at, value)));
    }
    if (type.equals(Duration.getDescriptor())) {
      return DurationText.read(at, text(at, value));
    }
    var onlyList = onlyList(type);
    if (onlyList != null && value.getKindCase() == Value.KindCase.LIST) {
      elements(at, onlyList, value, into);
    } else {
      read(at, object(at, value), into);
    }
    return into.build();
  }

  /** The field of a message that is nothing but a list. */
  static @Nullable FieldDescriptor onlyList(Descriptor type) {
    var fields = type.getFields();
    return fields.size() == 1 && fields.getFirst().isRepeated() && !fields.getFirst().isMapField()
        ? fields.getFirst()
        : null;
  }

  private static String text(String at, Value value) {
    if (value.getKindCase() != Value.KindCase.TEXT) {
      throw wrong(at, value, "a text");
    }
    return value.getText();
  }

  private static boolean flag(String at, Value value) {
    if (value.getKindCase() != Value.KindCase.BOOLEAN) {
      throw wrong(at, value, "true or false");
    }
    return value.getBoolean();
  }

  private static double number(String at, Value value) {
    if (value.getKindCase() != Value.KindCase.NUMBER) {
      throw wrong(at, value, "a number");
    }
    return value.getNumber();
  }

  private static long whole(String at, Value value, long max) {
    var number = number(at, value);
    if (number != Math.rint(number) || Math.abs(number) > max) {
      throw new DefectException(
          at, "is " + number + "; a whole number of at most " + max + " is needed");
    }
    return (long) number;
  }

  private static List<Value> list(String at, Value value) {
    if (value.getKindCase() != Value.KindCase.LIST) {
      throw wrong(at, value, "an array");
    }
    return value.getList().getValuesList();
  }

  private static Map<String, Value> object(String at, Value value) {
    if (value.getKindCase() != Value.KindCase.OBJECT) {
      throw wrong(at, value, "an object");
    }
    return value.getObject().getValuesMap();
  }

  private static DefectException wrong(String at, Value value, String needed) {
    return new DefectException(at, "is " + Kinds.of(value) + "; " + needed + " is needed");
  }
}
