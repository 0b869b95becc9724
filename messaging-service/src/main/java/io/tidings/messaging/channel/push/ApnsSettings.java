package io.tidings.messaging.channel.push;

import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.channel.SettingValues;
import io.tidings.messaging.channel.TrustedCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app at Apple's push service.
 *
 * @param topic the app's bundle id
 * @param timeout how long to wait for each answer
 */
record ApnsSettings(
    ApnsSigningKey key,
    String topic,
    String host,
    int port,
    int connections,
    Duration timeout,
    @Nullable TrustedCertificates trusted) {

  static final List<Setting> DECLARED =
      List.of(
          Setting.required("team_id", "the developer team's id, ten letters and digits"),
          Setting.required("key_id", "the signing key's id, ten letters and digits"),
          Setting.requiredSecret("key", "the signing key, the content of Apple's .p8 file"),
          Setting.required("topic", "the app's bundle id, like com.example.app"),
          Setting.optional(
              "host",
              "Apple's server: api.push.apple.com unless given, api.sandbox.push.apple.com for apps"
                  + " in development",
              ApnsClientBuilder.PRODUCTION_APNS_HOST),
          Setting.number(
              "port",
              "port of that server; 2197 is open as well",
              1,
              65535,
              ApnsClientBuilder.DEFAULT_APNS_PORT),
          Setting.number("connections", "connections to that server", 1, 16, 1),
          Setting.number("timeout", "seconds to wait for each answer", 1, 300, 20),
          Setting.optional(
              "ca_certificate",
              "certificate (PEM) that the server's must be signed by, in place of the public"
                  + " authorities"));

  static ApnsSettings from(SettingValues values) {
    String trusted = values.textOrNull("ca_certificate");
    return new ApnsSettings(
        key(values.text("key"), values.text("team_id"), values.text("key_id")),
        values.text("topic"),
        values.text("host"),
        values.number("port"),
        values.number("connections"),
        Duration.ofSeconds(values.number("timeout")),
        trusted == null ? null : TrustedCertificates.parse("ca_certificate", trusted));
  }

  private static ApnsSigningKey key(String pem, String teamId, String keyId) {
    try {
      return ApnsSigningKey.loadFromInputStream(
          new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)), teamId, keyId);
    } catch (IOException
        | InvalidKeyException
        | NoSuchAlgorithmException
        | IllegalArgumentException unreadable) {
      throw new InvalidSettings(
          "key",
          "key is not the content of a .p8 file, like -----BEGIN PRIVATE KEY----- … -----END"
              + " PRIVATE KEY-----");
    }
  }

  @Override
  public String toString() {
    return "ApnsSettings[topic=%s, host=%s, port=%d]".formatted(topic, host, port);
  }
}
