package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.NULL;
import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.textOrNull;

import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;

/**
 * One trait.
 *
 * @param source the id of the segment that it comes of; empty for what was told
 * @param updatedAt when it was told or entered
 */
record Trait(String name, Value value, String source, Timestamp updatedAt) {
  Value verbose() {
    var members = new LinkedHashMap<String, Value>();
    members.put("value", value);
    members.put("source_id", textOrNull(source));
    members.put("updated_at", time(updatedAt));
    return object(members);
  }

  static Value time(Timestamp time) {
    return time.equals(Timestamp.getDefaultInstance())
        ? NULL
        : Value.newBuilder().setDateTime(time).build();
  }
}
