package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.textOrNull;

import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be told of one profile; what no part needs is not asked for. */
interface KnownProfile {
  /** The traits that callers told. */
  List<Trait> told();

  /** The segments that the profile is in. */
  List<Trait> audiences();

  /** Everything by which it is known. */
  List<ExternalId> externalIds();

  /** When it was first and last heard of. */
  Map<String, Value> metadata();

  /**
   * @param first message id; empty where there is none
   * @param last likewise
   */
  static Map<String, Value> metadata(
      Timestamp created, Timestamp updated, String first, String last) {
    var members = new LinkedHashMap<String, Value>();
    members.put("created_at", Trait.time(created));
    members.put("updated_at", Trait.time(updated));
    members.put("first_message_id", textOrNull(first));
    members.put("last_message_id", textOrNull(last));
    return Map.of("metadata", object(members));
  }
}
