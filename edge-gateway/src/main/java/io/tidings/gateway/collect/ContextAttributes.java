package io.tidings.gateway.collect;

import static io.tidings.proto.value.v1.Value.KindCase.NUMBER;

import io.tidings.gateway.json.Values;
import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the context of a call tells of its user's surroundings, as attributes of the profile. A
 * member of another shape than the protocol's is passed over: a context is written by SDKs, and no
 * call is lost for it.
 */
final class ContextAttributes {
  private ContextAttributes() {}

  static Map<String, Value> of(Fields context, String address) {
    var attributes = new LinkedHashMap<String, Value>();
    put(attributes, "user_agent", context.findText("userAgent").orElse(null));
    put(attributes, "language", context.findText("locale").orElse(null));
    put(attributes, "timezone", context.findText("timezone").orElse(null));
    put(attributes, "ip_address", ip(context, address));
    var os = context.findObject("os");
    put(
        attributes,
        "os",
        joined(" ", os.findText("name").orElse(null), os.findText("version").orElse(null)));
    var device = context.findObject("device");
    put(
        attributes,
        "device_name",
        device.findText("name").or(() -> device.findText("model")).orElse(null));
    put(attributes, "device_type", device.findText("type").orElse(null));
    put(attributes, "current_url", context.findObject("page").findText("url").orElse(null));
    var screen = context.findObject("screen");
    put(attributes, "resolution", joined("x", pixels(screen, "width"), pixels(screen, "height")));
    return attributes;
  }

  /** The connection's own address tells of the user only where the user's browser made it. */
  private static @Nullable String ip(Fields context, String address) {
    return context.findText("ip").orElse(context.says("direct", true) ? address : null);
  }

  private static @Nullable String pixels(Fields screen, String side) {
    return screen
        .find(side, NUMBER)
        .map(value -> Long.toString((long) value.getNumber()))
        .orElse(null);
  }

  private static @Nullable String joined(
      String between, @Nullable String first, @Nullable String second) {
    return first == null || second == null ? first : first + between + second;
  }

  private static void put(Map<String, Value> attributes, String name, @Nullable String text) {
    if (text != null) {
      attributes.put(name, Values.text(text));
    }
  }
}
