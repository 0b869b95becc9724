package io.tidings.rpc;

import build.buf.validate.Ignore;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Texts with the character NUL, which no rule of a contract need forbid: PostgreSQL keeps none. Not
 * looked at is what its service judges one by one, where a bad one takes no good one down with it,
 * and what is marked {@code debug_redact}: that is kept sealed or as a digest.
 */
final class UnkeepableTexts {
  private static final Set<Descriptor> JUDGED_ONE_BY_ONE =
      Set.of(Event.getDescriptor(), ProfileUpdate.getDescriptor(), Value.getDescriptor());

  private static final FieldSearch TEXTS =
      new FieldSearch(
          field -> field.getType() == FieldDescriptor.Type.STRING,
          field -> field.getOptions().getDebugRedact() || isJudgedOneByOne(field));

  private UnkeepableTexts() {}

  static List<Faults.FieldViolation> in(Message request) {
    List<Faults.FieldViolation> found = new ArrayList<>();
    TEXTS.in(
        request,
        (place, value) -> {
          if (((String) value).indexOf('\0') >= 0) {
            found.add(
                new Faults.FieldViolation(
                    place.toString(), "holds the character NUL, which no text may; leave it out"));
          }
        });
    return found;
  }

  private static boolean isJudgedOneByOne(FieldDescriptor field) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return false;
    }
    Descriptor type =
        field.isMapField() ? valueType(field.getMessageType()) : field.getMessageType();
    return JUDGED_ONE_BY_ONE.contains(type) || hasItemsOfItsService(field);
  }

  /** Of a map of messages what its values are; of others the entries. */
  private static Descriptor valueType(Descriptor entry) {
    FieldDescriptor value = entry.findFieldByName("value");
    return value.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? value.getMessageType() : entry;
  }

  /** Whether the contract leaves the rules of the items to the service. */
  private static boolean hasItemsOfItsService(FieldDescriptor field) {
    return field.getOptions().getExtension(ValidateProto.field).getRepeated().getItems().getIgnore()
        == Ignore.IGNORE_ALWAYS;
  }
}
