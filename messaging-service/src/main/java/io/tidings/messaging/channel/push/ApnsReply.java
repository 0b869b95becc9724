package io.tidings.messaging.channel.push;

import io.tidings.messaging.channel.Outcome;

/**
 * Apple's answer to a notification. Reasons are those of "Handling notification responses from
 * APNs" in Apple's documentation.
 */
record ApnsReply(int status, String reason) {

  Outcome outcome() {
    String words = (status + " " + reason).strip();
    return switch (reason) {
      case "Unregistered", "ExpiredToken" -> new Outcome.RecipientGone(words);
      // As likely an app and a server of different environments as a dead device, and then true of
      // every device at once: not taken for dead.
      case "BadDeviceToken", "DeviceTokenNotForTopic" ->
          new Outcome.Rejected(
              words + ": the token is not of this app, or of its other environment; see host");
      // Our key is not taken: for the operator to mend, not the message's fault.
      case "ExpiredProviderToken",
          "InvalidProviderToken",
          "MissingProviderToken",
          "BadCertificate",
          "BadCertificateEnvironment",
          "Forbidden" ->
          new Outcome.Deferred(words + ": see team_id, key_id and key", null);
      case "IdleTimeout" -> new Outcome.Deferred(words, null);
      // APNs always gives one: something else has answered in its place, and says nothing of the
      // message.
      case "" ->
          new Outcome.Deferred(words + ": the answer is none of APNs, it names no reason", null);
      default ->
          status == 429 || status >= 500
              ? new Outcome.Deferred(words, null)
              : new Outcome.Rejected(words);
    };
  }
}
