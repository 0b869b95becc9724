package io.tidings.gateway.collect;

import com.google.protobuf.Timestamp;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.IsoTime;
import io.tidings.gateway.json.Values;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a call as the protocol writes it into one in the platform's terms. */
final class CallReader {
  private static final int MAX_MESSAGE_ID = 100;

  private final Envelope envelope;
  private final @Nullable Instant sentAt;
  private final Map<String, Value> sharedContext;
  private final Map<String, Value> sharedIntegrations;
  private final UserAgents userAgents;
  private final Map<Instant, Integer> sameMoment = new HashMap<>();

  /**
   * @param sentAt holds for each call that does not say otherwise
   * @param sharedContext holds for each member that a call's own context does not have
   * @param sharedIntegrations likewise
   */
  CallReader(
      Envelope envelope,
      @Nullable Instant sentAt,
      Map<String, Value> sharedContext,
      Map<String, Value> sharedIntegrations,
      UserAgents userAgents) {
    this.envelope = envelope;
    this.sentAt = sentAt;
    this.sharedContext = sharedContext;
    this.sharedIntegrations = sharedIntegrations;
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
    ContextIdentifiers.addTo(update, context);
    if (happened != CallType.TRACK) {
      update.putAllAttributes(ContextAttributes.of(context, envelope, userAgents));
    }
    update.putAllAttributes(Traits.of(context.findObject("traits")));
    var event = happening(happened, fields, context, update);
    return new Call(
        messageId,
        update.build(),
        event == null
            ? null
            : event
                .setMessageId(messageId)
                .setOccurredAt(occurredAt)
                .putAllIntegrations(integrations(fields)),
        happened == CallType.GROUP ? company(fields, occurredAt) : null);
  }

  /** What happened, if anything did, and what the call tells of its user by being of its type. */
  private static Event.@Nullable Builder happening(
      CallType type, Fields fields, Fields context, ProfileUpdate.Builder update) {
    return switch (type) {
      case IDENTIFY -> {
        update.putAllAttributes(Traits.of(fields.object("traits")));
        yield null;
      }
      case TRACK ->
          event(
              needed(fields, "event", "track needs an event's name"),
              fields.object("properties").values());
      case PAGE -> {
        update.setPageViews(1).setSeen(!context.says("active", false));
        yield event("Page view", namedProperties(fields));
      }
      case SCREEN -> {
        update.setSeen(!context.says("active", false));
        yield event("Screen view", namedProperties(fields));
      }
      case GROUP -> null;
      case ALIAS -> {
        alias(fields, update);
        yield null;
      }
    };
  }

  /** An id in an alias may be a user's or a browser's: whoever has it as either is meant. */
  private static void alias(Fields fields, ProfileUpdate.Builder update) {
    needed(fields, "userId", "alias needs the id that stays");
    var previous = needed(fields, "previousId", "alias needs the id that was the user's before");
    for (var type : List.of("user_id", "anonymous_id")) {
      update.addPreviousBuilder().setType(type).setValue(previous);
    }
  }

  private static CompanyUpdate company(Fields fields, Timestamp occurredAt) {
    return CompanyUpdate.newBuilder()
        .setGroupId(needed(fields, "groupId", "group needs the id of a company"))
        .putAllAttributes(fields.object("traits").values())
        .setOccurredAt(occurredAt)
        .build();
  }

  private static String needed(Fields fields, String name, String why) {
    return fields.text(name).orElseThrow(() -> new DefectException(name, "is missing; " + why));
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
    return new Fields(own.path(), merged(sharedContext, own.values()));
  }

  private static Map<String, Value> merged(Map<String, Value> shared, Map<String, Value> own) {
    if (shared.isEmpty()) {
      return own;
    }
    var merged = new HashMap<>(shared);
    merged.putAll(own);
    return merged;
  }

  /** Which destinations may be told. Settings for one of them say that it may. */
  private Map<String, Boolean> integrations(Fields fields) {
    var said = merged(sharedIntegrations, fields.findObject("integrations").values());
    if (said.isEmpty()) {
      return Map.of();
    }
    var integrations = new HashMap<String, Boolean>();
    said.forEach((name, value) -> {
      if (value.hasBoolean() || value.hasObject()) {
        integrations.put(name, value.hasObject() || value.getBoolean());
      }
    });
    return integrations;
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
