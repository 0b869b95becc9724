package io.tidings.gateway.engagespot;

import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.proto.user.v1.CategoryRules;
import io.tidings.proto.user.v1.SetPreferencesRequest;

/** A change of preferences as a visitor writes it. */
final class PreferenceBody {
  private PreferenceBody() {}

  /**
   * @throws DefectException naming what is missing or not of its kind
   */
  static SetPreferencesRequest.Builder read(Fields body) {
    var request = SetPreferencesRequest.newBuilder();
    var preferences = body.list("preference");
    if (preferences.isEmpty()) {
      throw new DefectException("preference", "is missing; give an array of categories");
    }
    for (var i = 0; i < preferences.size(); i++) {
      request.addRules(rules(Bodies.object("preference[" + i + "]", preferences.get(i))));
    }
    return request;
  }

  private static CategoryRules rules(Fields preference) {
    var rules = CategoryRules.newBuilder().setCategory(Bodies.required(preference, "categoryId"));
    var channels = preference.list("channels");
    for (var i = 0; i < channels.size(); i++) {
      var channel = Bodies.object(preference.path() + "channels[" + i + "]", channels.get(i));
      rules
          .addChannelsBuilder()
          .setChannel(ChannelNames.toPlatform(Bodies.required(channel, "channel")))
          .setEnabled(
              channel
                  .flag("enabled")
                  .orElseThrow(() ->
                      new DefectException(
                          channel.path() + "enabled", "is missing; say true or false")));
    }
    return rules.build();
  }
}
