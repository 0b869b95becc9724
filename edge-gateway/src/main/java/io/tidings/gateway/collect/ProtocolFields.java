package io.tidings.gateway.collect;

/** What the protocol calls the fields that the services name. */
final class ProtocolFields {
  private ProtocolFields() {}

  /**
   * @param field as in a {@code ProfileUpdate} or {@code Event}: {@code attributes.plan}
   * @return as in a call: {@code traits.plan}
   */
  static String of(String field) {
    var path = field.startsWith("update.") ? field.substring("update.".length()) : field;
    return switch (path) {
      case "user_id", "profile_id" -> "userId";
      case "anonymous_id" -> "anonymousId";
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
