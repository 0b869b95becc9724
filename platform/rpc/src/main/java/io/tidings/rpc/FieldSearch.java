package io.tidings.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes through requests for values of some kind, over those fields alone that may hold one. */
final class FieldSearch {
  private final Predicate<FieldDescriptor> wanted;
  private final Predicate<FieldDescriptor> leftOut;
  private final Map<Descriptor, List<FieldDescriptor>> holders = new ConcurrentHashMap<>();

  /**
   * @param wanted fields whose values are looked for
   * @param leftOut fields that are not looked into
   */
  FieldSearch(Predicate<FieldDescriptor> wanted, Predicate<FieldDescriptor> leftOut) {
    this.wanted = wanted;
    this.leftOut = leftOut;
  }

  /** Where a value is, in words only where it is at fault. */
  record Place(@Nullable Place parent, FieldDescriptor field, @Nullable Integer index) {
    @Override
    public String toString() {
      return (parent == null ? "" : parent + ".")
          + field.getName()
          + (index == null ? "" : "[" + index + "]");
    }
  }

  void in(Message request, BiConsumer<Place, Object> found) {
    look(null, request, found);
  }

  private void look(@Nullable Place parent, Message message, BiConsumer<Place, Object> found) {
    for (FieldDescriptor field : holders(message.getDescriptorForType())) {
      if (field.isRepeated()) {
        int count = message.getRepeatedFieldCount(field);
        for (int i = 0; i < count; i++) {
          look(new Place(parent, field, i), message.getRepeatedField(field, i), found);
        }
      } else if (message.hasField(field)) {
        look(new Place(parent, field, null), message.getField(field), found);
      }
    }
  }

  private void look(Place place, Object value, BiConsumer<Place, Object> found) {
    if (wanted.test(place.field())) {
      found.accept(place, value);
    } else {
      look(place, (Message) value, found);
    }
  }

  private List<FieldDescriptor> holders(Descriptor type) {
    return holders.computeIfAbsent(
        type,
        _ -> type.getFields().stream().filter(field -> mayHold(field, new HashSet<>())).toList());
  }

  private boolean mayHold(FieldDescriptor field, Set<Descriptor> seen) {
    if (leftOut.test(field)) {
      return false;
    }
    if (wanted.test(field)) {
      return true;
    }
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && seen.add(field.getMessageType())
        && field.getMessageType().getFields().stream().anyMatch(each -> mayHold(each, seen));
  }
}
