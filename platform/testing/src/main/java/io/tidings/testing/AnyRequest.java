package io.tidings.testing;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes requests of any contract that name given things wherever a field is called so. */
final class AnyRequest {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_CHOICES = 8;

  /** Left out: they say which part of an answer is wanted, or make a repetition harmless. */
  private static final Set<String> LEFT_OUT =
      Set.of("page_size", "page_token", "request_id", "idempotency_key");

  private final Map<String, Object> names;

  /**
   * @param names what stands in fields, by {@code Message.field} or just {@code field}: texts,
   *     names of enum values, messages; an empty text leaves the field out
   */
  AnyRequest(Map<String, Object> names) {
    this.names = names;
  }

  /** One for each way to choose where the contract leaves a choice. */
  List<Message> of(Descriptor type) {
    var requests = new ArrayList<Message>();
    for (var choice = 0; choice < MAX_CHOICES; choice++) {
      var request = message(type, choice, 0);
      if (!requests.contains(request)) {
        requests.add(request);
      }
    }
    return requests;
  }

  private Message message(Descriptor type, int choice, int depth) {
    var message = DynamicMessage.newBuilder(type);
    for (var field : type.getFields()) {
      if (!isChosen(field, choice) || LEFT_OUT.contains(field.getName())) {
        continue;
      }
      if (field.isMapField()) {
        continue;
      }
      var value = value(field, choice, depth);
      if (value != null && field.isRepeated()) {
        message.addRepeatedField(field, value);
      } else if (value != null) {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private static boolean isChosen(FieldDescriptor field, int choice) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    return oneof == null || field.getIndex() == chosen(oneof, choice).getIndex();
  }

  private static FieldDescriptor chosen(OneofDescriptor oneof, int choice) {
    return oneof.getField(choice % oneof.getFieldCount());
  }

  private @Nullable Object value(FieldDescriptor field, int choice, int depth) {
    var place = field.getContainingType().getName() + "." + field.getName();
    var named = names.getOrDefault(place, names.get(field.getName()));
    if (named == null) {
      return filler(field, choice, depth);
    }
    if (named.equals("")) {
      return null;
    }
    return switch (field.getJavaType()) {
      case STRING -> named instanceof String ? named : null;
      case ENUM -> named instanceof String name ? field.getEnumType().findValueByName(name) : null;
      case MESSAGE ->
          named instanceof Message message
                  && message.getDescriptorForType().equals(field.getMessageType())
              ? message
              : filler(field, choice, depth);
      case BOOLEAN, INT, LONG, DOUBLE, FLOAT, BYTE_STRING -> null;
    };
  }

  private @Nullable Object filler(FieldDescriptor field, int choice, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> "x";
      case ENUM -> field.getEnumType().getValues().getLast();
      case MESSAGE ->
          depth < MAX_DEPTH && !field.getMessageType().getFullName().startsWith("google.protobuf")
              ? message(field.getMessageType(), choice, depth + 1)
              : null;
      case BOOLEAN, INT, LONG, DOUBLE, FLOAT, BYTE_STRING -> null;
    };
  }
}
