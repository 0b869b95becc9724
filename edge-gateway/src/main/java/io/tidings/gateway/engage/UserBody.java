package io.tidings.gateway.engage;

import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.IsoTime;
import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user as a caller writes it.
 *
 * @param id the customer's id, where the body names it
 * @param isAccount whether it is to be an account, where the body says so
 * @param lists which the user is to be on or not
 * @param attributes by the names that user-service knows; null removes one
 */
record UserBody(
    Optional<String> id,
    Optional<Boolean> isAccount,
    List<ListChoice> lists,
    Map<String, Value> attributes) {
  static final String CREATED_AT = "created_at";
  static final String IS_ACCOUNT = "is_account";

  /** Attributes that stand at the top, where user-service looks them over. */
  static final Set<String> STANDARD =
      Set.of("first_name", "last_name", "email", "number", "device_token", "device_platform");

  private static final List<String> KNOWN =
      List.of(
          "id",
          IS_ACCOUNT,
          "email",
          "number",
          "first_name",
          "last_name",
          CREATED_AT,
          "device_token",
          "device_platform",
          "lists",
          "meta");

  /** Their aliases among them, in whatever case: they would get around what is said of the top. */
  private static final Set<String> NOT_IN_META = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    NOT_IN_META.addAll(STANDARD);
    NOT_IN_META.add(CREATED_AT);
    NOT_IN_META.add(IS_ACCOUNT);
    NOT_IN_META.addAll(
        List.of("firstName", "lastName", "phone", "phoneNumber", "phone_number", "createdAt"));
    NOT_IN_META.addAll(List.of("deviceToken", "devicePlatform"));
  }

  /**
   * @throws DefectException for a member that is not known or not of its kind
   */
  static UserBody read(Map<String, Value> members) {
    var fields = Fields.of(members);
    fields.refuseAllBut(KNOWN);
    var attributes = new LinkedHashMap<String, Value>();
    members.forEach((name, value) -> {
      if (STANDARD.contains(name)) {
        attributes.put(name, value);
      }
    });
    fields
        .time(CREATED_AT)
        .ifPresent(time ->
            attributes.put(
                CREATED_AT,
                Value.newBuilder().setDateTime(IsoTime.toProto(CREATED_AT, time)).build()));
    var meta = fields.object("meta").values();
    for (var name : meta.keySet()) {
      if (NOT_IN_META.contains(name)) {
        throw new DefectException(
            "meta." + name, "is no custom attribute; give it beside meta, by its own name");
      }
    }
    attributes.putAll(meta);
    return new UserBody(
        fields.text("id"),
        fields.flag(IS_ACCOUNT),
        ListChoice.read(fields.list("lists")),
        attributes);
  }

  /** What the body calls a field of a ProfileUpdate. */
  static String fieldOf(String field) {
    var path = field.startsWith("update.") ? field.substring("update.".length()) : field;
    if (path.equals("user_id")) {
      return "id";
    }
    if (!path.startsWith("attributes.")) {
      return path;
    }
    var name = path.substring("attributes.".length());
    return STANDARD.contains(name) || name.equals(CREATED_AT) ? name : "meta." + name;
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "UserBody" + attributes.keySet();
  }
}
