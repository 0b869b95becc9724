package io.tidings.gateway.collect;

import java.util.regex.Pattern;

/** What the protocol calls the fields that the services name. */
final class ProtocolFields {
  /** What the services have around the fields of a call. */
  private static final Pattern ENCLOSING = Pattern.compile("^((update|company|call)\\.)+");

  private ProtocolFields() {}

  /**
   * @param field as in a {@code ProfileUpdate}, {@code CompanyUpdate} or {@code Event}: {@code
   *     attributes.plan}
   * @return as in a call: {@code traits.plan}
   */
  static String of(String field) {
    var path = ENCLOSING.matcher(field).replaceFirst("");
    return switch (path) {
      case "user_id", "profile_id" -> "userId";
      case "anonymous_id" -> "anonymousId";
      case "group_id" -> "groupId";
      case "message_id" -> "messageId";
      case "occurred_at" -> "timestamp";
      case "name" -> "event";
      case "identifiers" -> "context.externalIds";
      case "devices" -> "context.device";
      default ->
          path.startsWith("attributes") ? "traits" + path.substring("attributes".length()) : path;
    };
  }
}
