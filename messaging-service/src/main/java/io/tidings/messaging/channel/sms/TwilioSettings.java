package io.tidings.messaging.channel.sms;

import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.channel.SettingValues;
import io.tidings.messaging.channel.http.HttpAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An account at Twilio.
 *
 * @param from a number of the account, a sender's name, or the SID of a messaging service
 * @param statusCallback where Twilio tells what became of a message; null: nowhere
 * @param endpoint scheme, host and port
 * @param timeout how long to wait for each answer
 * @param concurrency messages under way at once, at most
 */
record TwilioSettings(
    String accountSid,
    String authToken,
    String from,
    @Nullable String statusCallback,
    URI endpoint,
    Duration timeout,
    int concurrency) {

  private static final Pattern ACCOUNT = Pattern.compile("AC[0-9a-fA-F]{32}");
  private static final String EXAMPLE = "https://api.example.com";
  private static final Pattern SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");

  static final List<Setting> DECLARED =
      List.of(
          Setting.required("account_sid", "the account's SID, AC…, from Twilio's console"),
          Setting.requiredSecret("auth_token", "the account's auth token"),
          Setting.required(
              "from", "who sends: +15005550006, a name, or a messaging service's SID, MG…"),
          Setting.optional(
              "status_callback",
              "where Twilio tells what became of a message: the address of a source of type"
                  + " twilio"),
          Setting.optional("endpoint", "address of Twilio's API", "https://api.twilio.com"),
          Setting.number("timeout", "seconds to wait for each answer", 1, 300, 20),
          Setting.number("concurrency", "messages under way at once, at most", 1, 500, 50));

  static TwilioSettings from(SettingValues values) {
    String account = values.text("account_sid");
    if (!ACCOUNT.matcher(account).matches()) {
      throw new InvalidSettings(
          "account_sid", "account_sid '%s' is not AC and 32 hex digits".formatted(account));
    }
    String callback = values.textOrNull("status_callback");
    if (callback != null) {
      var unused = HttpAddress.of("status_callback", callback, EXAMPLE);
    }
    return new TwilioSettings(
        account,
        values.text("auth_token"),
        values.text("from"),
        callback,
        HttpAddress.of("endpoint", values.text("endpoint"), EXAMPLE),
        Duration.ofSeconds(values.number("timeout")),
        values.number("concurrency"));
  }

  /** What shows whether the account is one. */
  URI accountUri() {
    return endpoint.resolve("/2010-04-01/Accounts/" + accountSid + ".json");
  }

  URI messagesUri() {
    return endpoint.resolve("/2010-04-01/Accounts/" + accountSid + "/Messages.json");
  }

  String authorization() {
    String pair = accountSid + ":" + authToken;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  String form(String to, String text) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("To", to);
    form.put(SERVICE.matcher(from).matches() ? "MessagingServiceSid" : "From", from);
    form.put("Body", text);
    if (statusCallback != null) {
      form.put("StatusCallback", statusCallback);
    }
    return form.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public String toString() {
    return "TwilioSettings[accountSid=%s, endpoint=%s]".formatted(accountSid, endpoint);
  }
}
