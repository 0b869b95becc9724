package io.tidings.gateway.collect;

import io.tidings.gateway.json.Defect;
import io.tidings.gateway.json.Fields;
import io.tidings.proto.value.v1.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A body as the protocol writes it, read but not yet understood.
 *
 * @param members of the body itself, without {@code batch}
 * @param items the calls of a batch
 */
record Submission(Map<String, Value> members, List<Item> items) {
  /**
   * One call.
   *
   * @param defect why it cannot be kept, if so
   */
  record Item(Map<String, Value> members, Optional<Defect> defect) {
    /** For the record of rejected calls, whatever state the call is in. */
    String messageId() {
      return Fields.of(members).findText("messageId").orElse("");
    }
  }

  Fields fields() {
    return Fields.of(members);
  }
}
