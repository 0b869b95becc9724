package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.NULL;
import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.text;

import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;

/** One way by which a user or an account is known. */
record ExternalId(String collection, String type, String id) {
  /** By which ids are put in order. */
  String key() {
    return type + ":" + id;
  }

  /** It is not on record by which call, and when, an id came. */
  Value write() {
    var members = new LinkedHashMap<String, Value>();
    members.put("source_id", NULL);
    members.put("collection", text(collection));
    members.put("id", text(id));
    members.put("type", text(type));
    members.put("created_at", NULL);
    members.put("encoding", text("none"));
    members.put("first_message_id", NULL);
    return object(members);
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "ExternalId[" + collection + ", " + type + "]";
  }
}
