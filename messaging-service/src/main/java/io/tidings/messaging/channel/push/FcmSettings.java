package io.tidings.messaging.channel.push;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.channel.SettingValues;
import io.tidings.messaging.channel.http.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A Firebase project.
 *
 * @param endpoint scheme, host and port of the message service
 * @param timeout how long to wait for each answer
 * @param concurrency messages under way at once, at most
 */
record FcmSettings(ServiceAccount account, URI endpoint, Duration timeout, int concurrency) {

  static final List<Setting> DECLARED =
      List.of(
          Setting.requiredSecret(
              "service_account",
              "the service account's key, the content of the JSON file that the Firebase console"
                  + " makes"),
          Setting.optional(
              "endpoint", "address of the message service", "https://fcm.googleapis.com"),
          Setting.number("timeout", "seconds to wait for each answer", 1, 300, 20),
          Setting.number("concurrency", "messages under way at once, at most", 1, 500, 50));

  static FcmSettings from(SettingValues values, JsonMapper json) {
    return new FcmSettings(
        ServiceAccount.parse("service_account", values.text("service_account"), json),
        address("endpoint", values.text("endpoint")),
        Duration.ofSeconds(values.number("timeout")),
        values.number("concurrency"));
  }

  static URI address(String setting, String offered) {
    return HttpAddress.of(setting, offered, "https://fcm.googleapis.com");
  }

  URI sendUri() {
    return endpoint.resolve("/v1/projects/" + account.projectId() + "/messages:send");
  }
}
