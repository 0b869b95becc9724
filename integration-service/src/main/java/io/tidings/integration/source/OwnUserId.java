package io.tidings.integration.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import java.util.Optional;

/**
 * Payment services have ids of customers of their own, and let whoever uses them put down other
 * facts. Where one of those is the user's id here, both ids lead to the same user.
 */
final class OwnUserId {
  private static final String NAME = "user_id_metadata";
  private static final String STANDARD = "user_id";

  static final Setting SETTING =
      new Setting(
          NAME,
          "name of the entry of a customer's metadata that holds your own id of the user; %s unless given"
              .formatted(STANDARD),
          SettingType.TEXT,
          false,
          false);

  private OwnUserId() {}

  static Optional<String> in(JsonNode metadata, Settings settings) {
    return Optional.of(WebhookJson.text(metadata, settings.text(NAME, STANDARD)))
        .filter(id -> !id.isEmpty());
  }
}
