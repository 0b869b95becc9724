package io.tidings.user.profile;

import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeSchema;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.Kept;
import io.tidings.user.attribute.ValueWire;
import io.tidings.user.device.Device;
import io.tidings.user.device.Devices;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Updates from wire to domain. */
public final class UpdateWire {
  private static final int MAX_ATTRIBUTES = 2000;
  private static final int MAX_IDENTIFIERS = 20;
  private static final int MAX_PREVIOUS = 5;
  private static final int MAX_MESSAGE_ID_LENGTH = 100;

  private UpdateWire() {}

  /**
   * The updates of a batch that can be applied, each with where its outcome goes.
   *
   * @param outcomes one for each of the valid, in their order
   */
  record Batch(List<Update> valid, List<IdentifyOutcome.Builder> outcomes) {}

  /**
   * @param outcomes makes the outcome of the next update; those that are refused have theirs then
   */
  static Batch read(
      List<ProfileUpdate> wire, Instant now, Supplier<IdentifyOutcome.Builder> outcomes) {
    Batch batch = new Batch(new ArrayList<>(wire.size()), new ArrayList<>(wire.size()));
    for (ProfileUpdate update : wire) {
      IdentifyOutcome.Builder outcome = outcomes.get();
      try {
        batch.valid.add(read(update, now));
        batch.outcomes.add(outcome);
      } catch (RefusedException e) {
        outcome.setRejected(ProfileWire.toWire(e));
      }
    }
    return batch;
  }

  /**
   * The update that a caller offers.
   *
   * @param now stands for a time that is absent or yet to come: a clock that runs ahead must not
   *     hold an attribute until then
   */
  public static Update read(ProfileUpdate wire, Instant now) throws RefusedException {
    checkLimit("attributes", wire.getAttributesCount(), MAX_ATTRIBUTES);
    checkLimit("devices", wire.getDevicesCount(), Devices.MAX);
    checkLimit("identifiers", wire.getIdentifiersCount(), MAX_IDENTIFIERS);
    checkLimit("previous", wire.getPreviousCount(), MAX_PREVIOUS);
    int messageIdLength = wire.getMessageId().codePointCount(0, wire.getMessageId().length());
    if (messageIdLength > MAX_MESSAGE_ID_LENGTH) {
      throw new RefusedException(
          "message_id",
          "message_id has %d characters, at most %d are taken"
              .formatted(messageIdLength, MAX_MESSAGE_ID_LENGTH));
    }
    if (wire.getPageViews() < 0) {
      throw new RefusedException(
          "page_views",
          "page_views is %d; views are added, never taken".formatted(wire.getPageViews()));
    }
    Instant occurredAt =
        ValueWire.occurredAt(
            "occurred_at", wire.hasOccurredAt() ? wire.getOccurredAt() : null, now);
    return Update.accepted(
        new Update(
            identity(wire),
            attributes(wire),
            devices(wire, occurredAt),
            occurredAt,
            wire.getPageViews(),
            wire.getSeen(),
            wire.getMessageId(),
            Kept.accepted(wire.getKeepList())));
  }

  private static Identity identity(ProfileUpdate wire) throws RefusedException {
    return Identity.accepted(
            wire.getUserId(), wire.getAnonymousId(), identifiers(wire.getIdentifiersList()))
        .formerly(identifiers(wire.getPreviousList()));
  }

  private static List<Identifier> identifiers(List<io.tidings.proto.user.v1.Identifier> offered) {
    List<Identifier> identifiers = new ArrayList<>(offered.size());
    for (var identifier : offered) {
      identifiers.add(new Identifier(identifier.getType(), identifier.getValue()));
    }
    return identifiers;
  }

  private static Map<String, AttributeValue> attributes(ProfileUpdate wire)
      throws RefusedException {
    if (wire.getAttributesCount() == 0) {
      return Map.of();
    }
    Map<String, AttributeValue> offered = HashMap.newHashMap(wire.getAttributesCount());
    for (Map.Entry<String, Value> attribute : wire.getAttributesMap().entrySet()) {
      String name = attribute.getKey();
      offered.put(name, ValueWire.fromWire("attributes." + name, attribute.getValue()));
    }
    return AttributeSchema.accepted(offered);
  }

  private static List<Device> devices(ProfileUpdate wire, Instant seenAt) throws RefusedException {
    List<Device> devices = new ArrayList<>(wire.getDevicesCount());
    for (var device : wire.getDevicesList()) {
      String field = "devices[%d]".formatted(devices.size());
      devices.add(
          Device.accepted(
              field + ".token",
              device.getToken(),
              field + ".platform",
              device.getPlatform(),
              seenAt));
    }
    return devices;
  }

  private static void checkLimit(String field, int offered, int limit) throws RefusedException {
    if (offered > limit) {
      throw new RefusedException(
          field, "%s: %d were offered, at most %d are taken".formatted(field, offered, limit));
    }
  }
}
