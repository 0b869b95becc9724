package io.tidings.gateway.collect;

import static io.tidings.proto.value.v1.Value.KindCase.LIST;
import static io.tidings.proto.value.v1.Value.KindCase.OBJECT;

import io.tidings.gateway.json.Fields;
import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import java.util.Locale;
import java.util.Set;

/** Identifiers and devices that SDKs put into the context. */
final class ContextIdentifiers {
  private static final Set<String> PLATFORMS = Set.of("ios", "android");

  private ContextIdentifiers() {}

  static void addTo(ProfileUpdate.Builder update, Fields context) {
    var device = context.findObject("device");
    var platform = device.findText("type").orElse("").toLowerCase(Locale.ROOT);
    if (PLATFORMS.contains(platform)) {
      device
          .findText("token")
          .ifPresent(token ->
              update.addDevices(Device.newBuilder().setToken(token).setPlatform(platform)));
      if (device.says("adTrackingEnabled", true)) {
        device
            .findText("advertisingId")
            .ifPresent(id -> update.addIdentifiers(identifier(platform + ".idfa", id)));
      }
    }
    context
        .find("externalIds", LIST)
        .ifPresent(ids -> ids.getList().getValuesList().forEach(id -> externalId(id, update)));
  }

  private static void externalId(Value value, ProfileUpdate.Builder update) {
    if (value.getKindCase() != OBJECT) {
      return;
    }
    var fields = Fields.of(value.getObject().getValuesMap());
    var type = fields.findText("type");
    var id = fields.findText("id");
    if (type.isPresent()
        && id.isPresent()
        && fields.findText("collection").orElse("users").equals("users")) {
      update.addIdentifiers(identifier(type.get(), id.get()));
    }
  }

  static Identifier identifier(String type, String value) {
    return Identifier.newBuilder().setType(type).setValue(value).build();
  }
}
