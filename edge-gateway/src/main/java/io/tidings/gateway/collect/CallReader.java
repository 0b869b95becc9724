package io.tidings.gateway.collect;

import static io.tidings.proto.value.v1.Value.KindCase.LIST;
import static io.tidings.proto.value.v1.Value.KindCase.OBJECT;

import com.google.protobuf.Timestamp;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.IsoTime;
import io.tidings.gateway.json.Values;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a call as the protocol writes it into one in the platform's terms. */
final class CallReader {
  private static final int MAX_MESSAGE_ID = 100;
  private static final Set<String> PLATFORMS = Set.of("ios", "android");

  private final Envelope envelope;
  private final @Nullable Instant sentAt;
  private final Map<String, Value> sharedContext;
  private final UserAgents userAgents;
  private final Map<Instant, Integer> sameMoment = new HashMap<>();

  /**
   * @param sentAt holds for each call that does not say otherwise
   * @param sharedContext holds for each member that a call's own context does not have
   */
  CallReader(
      Envelope envelope,
      @Nullable Instant sentAt,
      Map<String, Value> sharedContext,
      UserAgents userAgents) {
    this.envelope = envelope;
    this.sentAt = sentAt;
    this.sharedContext = sharedContext;
    this.userAgents = userAgents;
  }

  /**
   * @param type what the route says; null in a batch, where each call says itself
   */
  Call read(@Nullable CallType type, Map<String, Value> members) {
    var fields = Fields.of(members);
    var messageId = messageId(fields);
    var context = context(fields);
    var happened = type == null ? type(fields) : type;
    var occurredAt = occurredAt(fields);
    var update = ProfileUpdate.newBuilder().setMessageId(messageId).setOccurredAt(occurredAt);
    nameUser(fields, update);
    identifiers(context, update);
    if (happened != CallType.TRACK) {
      update.putAllAttributes(ContextAttributes.of(context, envelope, userAgents));
    }
    update.putAllAttributes(Traits.of(context.findObject("traits")));
    var event =
        switch (happened) {
          case IDENTIFY -> {
            update.putAllAttributes(Traits.of(fields.object("traits")));
            yield null;
          }
          case TRACK -> event(eventName(fields), fields.object("properties").values());
          case PAGE -> {
            update.setPageViews(1).setSeen(!context.says("active", false));
            yield event("Page view", namedProperties(fields));
          }
          case SCREEN -> {
            update.setSeen(!context.says("active", false));
            yield event("Screen view", namedProperties(fields));
          }
        };
    return new Call(
        messageId,
        update.build(),
        event == null ? null : event.setMessageId(messageId).setOccurredAt(occurredAt).build());
  }

  private static CallType type(Fields fields) {
    return CallType.of(
        fields.text("type").orElseThrow(() -> new DefectException("type", "is missing")));
  }

  private static String messageId(Fields fields) {
    var messageId = fields.text("messageId").orElseGet(() -> UUID.randomUUID().toString());
    if (messageId.length() > MAX_MESSAGE_ID) {
      throw new DefectException(
          "messageId",
          "has " + messageId.length() + " characters; at most " + MAX_MESSAGE_ID + " are allowed");
    }
    return messageId;
  }

  private Fields context(Fields fields) {
    var own = fields.object("context");
    if (sharedContext.isEmpty()) {
      return own;
    }
    var merged = new HashMap<>(sharedContext);
    merged.putAll(own.values());
    return new Fields(own.path(), merged);
  }

  private Timestamp occurredAt(Fields fields) {
    var field = fields.text("originalTimestamp").isPresent() ? "originalTimestamp" : "timestamp";
    var original = time(fields, field);
    var sent = time(fields, "sentAt");
    return IsoTime.toProto(
        field,
        inOrder(EventTime.of(envelope.receivedAt(), sent == null ? sentAt : sent, original)));
  }

  /**
   * SDKs tell milliseconds apart, the services microseconds: calls of the same moment keep the
   * order in which they stand, or it would be open which value of an attribute is the latest.
   */
  private Instant inOrder(Instant moment) {
    var time = moment.truncatedTo(ChronoUnit.MICROS);
    return time.plus(sameMoment.merge(time, 1, Integer::sum) - 1L, ChronoUnit.MICROS);
  }

  private static @Nullable Instant time(Fields fields, String name) {
    var text = fields.text(name);
    return text.isPresent() ? IsoTime.parse(name, text.get()) : null;
  }

  private static void nameUser(Fields fields, ProfileUpdate.Builder update) {
    var userId = fields.text("userId");
    var anonymousId = fields.text("anonymousId");
    if (userId.isEmpty() && anonymousId.isEmpty()) {
      throw new DefectException(
          "userId", "is missing, and so is anonymousId; at least one of them is needed");
    }
    userId.ifPresent(update::setUserId);
    anonymousId.ifPresent(update::setAnonymousId);
  }

  /** Identifiers and devices that SDKs put into the context. */
  private static void identifiers(Fields context, ProfileUpdate.Builder update) {
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

  private static Identifier identifier(String type, String value) {
    return Identifier.newBuilder().setType(type).setValue(value).build();
  }

  private static String eventName(Fields fields) {
    return fields
        .text("event")
        .orElseThrow(() -> new DefectException("event", "is missing; track needs an event's name"));
  }

  /** Of a page or screen, name and category stand beside the properties. */
  private static Map<String, Value> namedProperties(Fields fields) {
    var properties = new HashMap<String, Value>();
    for (var name : List.of("name", "category")) {
      fields.text(name).ifPresent(text -> properties.put(name, Values.text(text)));
    }
    properties.putAll(fields.object("properties").values());
    return properties;
  }

  private static Event.Builder event(String name, Map<String, Value> properties) {
    return Event.newBuilder().setName(name).putAllProperties(properties);
  }
}
