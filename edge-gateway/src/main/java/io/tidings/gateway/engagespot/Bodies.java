package io.tidings.gateway.engagespot;

import static io.tidings.gateway.json.Values.list;
import static io.tidings.gateway.json.Values.text;

import io.micronaut.http.HttpRequest;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.JsonReader;
import io.tidings.gateway.json.Kinds;
import io.tidings.gateway.json.Values;
import io.tidings.proto.user.v1.Category;
import io.tidings.proto.user.v1.CategoryPreference;
import io.tidings.proto.user.v1.Topic;
import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the dialect's bodies have in common. */
final class Bodies {
  private Bodies() {}

  static Fields read(HttpRequest<byte[]> request) {
    return Fields.of(
        JsonReader.readObject(request.getBody().orElseGet(() -> new byte[0])).getValuesMap());
  }

  /** A text that must be there. */
  static String required(Fields fields, String name) {
    return fields
        .text(name)
        .orElseThrow(() -> new DefectException(fields.path() + name, "is missing; give it"));
  }

  /** An element of an array that must be an object. */
  static Fields object(String at, Value element) {
    if (element.getKindCase() != Value.KindCase.OBJECT) {
      throw new DefectException(at, "is " + Kinds.of(element) + "; an object is needed");
    }
    return new Fields(at + ".", element.getObject().getValuesMap());
  }

  /** An array of channels, by the platform's names. */
  static List<String> channels(Fields fields) {
    return fields.list("channels").stream()
        .map(channel -> {
          if (!channel.hasText()) {
            throw new DefectException(
                fields.path() + "channels",
                "holds " + Kinds.of(channel) + "; names of channels are needed, like inApp");
          }
          return ChannelNames.toPlatform(channel.getText());
        })
        .toList();
  }

  static Value write(Category category) {
    return named(category.getId(), category.getIdentifier(), category.getName());
  }

  static Value write(Topic topic) {
    return named(topic.getId(), topic.getIdentifier(), topic.getName());
  }

  static Value write(CategoryPreference preference) {
    var members = new LinkedHashMap<String, Value>();
    members.put("category", write(preference.getCategory()));
    members.put(
        "channelPreferences",
        list(
            preference.getChannelsList().stream()
                .map(rule -> ofChannel(rule.getChannel(), Values.flag(rule.getEnabled())))
                .toList()));
    return Values.object(members);
  }

  static Value channels(List<String> channels) {
    return list(channels.stream().map(channel -> text(ChannelNames.toDialect(channel))).toList());
  }

  private static Value ofChannel(String channel, Value enabled) {
    var members = new LinkedHashMap<String, Value>();
    members.put("channel", text(ChannelNames.toDialect(channel)));
    members.put("enabled", enabled);
    return Values.object(members);
  }

  private static Value named(String id, String identifier, String name) {
    var members = new LinkedHashMap<String, Value>();
    members.put("id", text(id));
    members.put("identifier", text(identifier));
    members.put("name", text(name));
    return Values.object(members);
  }

  static Map<String, Value> done() {
    return Map.of("status", text("ok"));
  }
}
