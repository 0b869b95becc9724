package io.tidings.gateway.engage;

import io.tidings.proto.value.v1.Value;
import java.util.HashMap;
import java.util.Map;

/** Where the attributes of an account have another name at user-service. */
final class AccountAttributes {
  private static final String NUMBER = "number";
  private static final String PHONE = "phone";

  private AccountAttributes() {}

  /** As user-service calls them. */
  static Map<String, Value> of(Map<String, Value> written) {
    return renamed(written, NUMBER, PHONE);
  }

  /** As the dialect calls them. */
  static Map<String, Value> toDialect(Map<String, Value> attributes) {
    return renamed(attributes, PHONE, NUMBER);
  }

  /** What the body calls a field of a CompanyUpdate. */
  static String fieldOf(String field) {
    return field.equals("attributes." + PHONE) ? NUMBER : UserBody.fieldOf(field);
  }

  private static Map<String, Value> renamed(Map<String, Value> all, String from, String to) {
    var renamed = new HashMap<>(all);
    var value = renamed.remove(from);
    if (value != null) {
      renamed.put(to, value);
    }
    return renamed;
  }
}
