package io.tidings.gateway.collect;

import io.tidings.gateway.json.Fields;
import io.tidings.proto.value.v1.Value;
import java.util.HashMap;
import java.util.Map;

/** The traits of an identify call as attributes. Their aliases are user-service's matter. */
final class Traits {
  private Traits() {}

  /** All of them; country, region and city of an address stand as attributes of their own too. */
  static Map<String, Value> of(Fields traits) {
    var address = traits.findObject("address").values();
    if (address.isEmpty()) {
      return traits.values();
    }
    var attributes = new HashMap<String, Value>();
    copy(address, "country", attributes, "country");
    copy(address, "state", attributes, "region");
    copy(address, "region", attributes, "region");
    copy(address, "city", attributes, "city");
    attributes.putAll(traits.values());
    return attributes;
  }

  private static void copy(
      Map<String, Value> from, String part, Map<String, Value> to, String attribute) {
    var value = from.get(part);
    if (value != null) {
      to.put(attribute, value);
    }
  }
}
