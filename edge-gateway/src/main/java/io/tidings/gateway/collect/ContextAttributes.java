package io.tidings.gateway.collect;

import static io.tidings.proto.value.v1.Value.KindCase.NUMBER;

import io.tidings.gateway.json.Fields;
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

  static Map<String, Value> of(Fields context, Envelope envelope, UserAgents userAgents) {
    var attributes = new LinkedHashMap<String, Value>();
    var userAgent = context.findText("userAgent").orElse(null);
    put(attributes, "user_agent", userAgent);
    put(attributes, "language", context.findText("locale").orElse(null));
    put(attributes, "timezone", context.findText("timezone").orElse(null));
    put(attributes, "ip_address", ip(context, envelope));
    put(attributes, "current_url", context.findObject("page").findText("url").orElse(null));
    var screen = context.findObject("screen");
    put(attributes, "resolution", joined("x", pixels(screen, "width"), pixels(screen, "height")));
    putDevice(attributes, context, userAgents.read(userAgent));
    return attributes;
  }

  /** An app's SDK knows its device; of a browser, its name for itself tells. */
  private static void putDevice(
      Map<String, Value> attributes, Fields context, UserAgents.UserAgent told) {
    put(attributes, "browser_family", told.browserFamily());
    put(attributes, "browser_version", told.browserVersion());
    var os = context.findObject("os");
    var osName = os.findText("name").orElse(null);
    put(
        attributes,
        "os",
        osName == null ? told.os() : joined(" ", osName, os.findText("version").orElse(null)));
    var device = context.findObject("device");
    put(
        attributes,
        "device_name",
        device.findText("name").or(() -> device.findText("model")).orElse(told.deviceName()));
    put(attributes, "device_type", device.findText("type").orElse(told.deviceType()));
  }

  /** The connection's own address tells of the user only where the user's browser made it. */
  private static @Nullable String ip(Fields context, Envelope envelope) {
    var direct =
        context.says("direct", true) || (envelope.fromBrowser() && !context.says("direct", false));
    return context
        .findText("ip")
        .orElse(direct && !envelope.address().isEmpty() ? envelope.address() : null);
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
