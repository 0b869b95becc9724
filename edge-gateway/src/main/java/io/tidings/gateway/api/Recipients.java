package io.tidings.gateway.api;

import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueList;
import io.tidings.proto.value.v1.ValueObject;
import java.util.HashMap;
import java.util.Map;

/** A recipient may be written as the bare id of a user. */
final class Recipients {
  private static final String RECIPIENTS = "recipients";

  private Recipients() {}

  /** The members of a send, with {@code "u1"} among the recipients as {@code {"userId": "u1"}}. */
  static Map<String, Value> spellOut(Map<String, Value> send) {
    var recipients = send.get(RECIPIENTS);
    if (recipients == null || recipients.getKindCase() != Value.KindCase.LIST) {
      return send;
    }
    var spelt = ValueList.newBuilder();
    for (var recipient : recipients.getList().getValuesList()) {
      spelt.addValues(
          recipient.getKindCase() == Value.KindCase.TEXT ? withUserId(recipient) : recipient);
    }
    var whole = new HashMap<>(send);
    whole.put(RECIPIENTS, Value.newBuilder().setList(spelt).build());
    return whole;
  }

  private static Value withUserId(Value id) {
    return Value.newBuilder().setObject(ValueObject.newBuilder().putValues("userId", id)).build();
  }
}
