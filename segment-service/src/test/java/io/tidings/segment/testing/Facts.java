package io.tidings.segment.testing;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import io.tidings.proto.user.v1.AttributeChange;
import io.tidings.proto.user.v1.ProfileChanged;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfilesMerged;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Facts as user-service and event-service tell them. */
public final class Facts {
  private Facts() {}

  /** A null {@link Value} removes the attribute. */
  public static ProfileChanged changed(
      UUID profileId, long version, Instant at, Map<String, Value> attributes) {
    ProfileChanged.Builder fact =
        ProfileChanged.newBuilder()
            .setProfileId(profileId.toString())
            .setVersion(version)
            .setCreated(version == 1)
            .setOccurredAt(timestamp(at));
    attributes.forEach((name, value) ->
        fact.addAttributes(
            AttributeChange.newBuilder()
                .setName(name)
                .setValue(value)
                .setOccurredAt(timestamp(at))));
    return fact.build();
  }

  /** A change by which nothing but the user's id is told. */
  public static ProfileChanged known(UUID profileId, long version, String userId) {
    return ProfileChanged.newBuilder()
        .setProfileId(profileId.toString())
        .setUserId(userId)
        .setVersion(version)
        .setCreated(version == 1)
        .build();
  }

  public static Event event(
      UUID profileId, String messageId, String name, Instant at, Map<String, Value> properties) {
    return Event.newBuilder()
        .setMessageId(messageId)
        .setProfileId(profileId.toString())
        .setName(name)
        .setOccurredAt(timestamp(at))
        .putAllProperties(properties)
        .build();
  }

  public static EventsRecorded recorded(Event... events) {
    EventsRecorded.Builder fact = EventsRecorded.newBuilder();
    for (Event event : events) {
      fact.addEvents(event);
    }
    return fact.build();
  }

  public static ProfilesMerged merged(UUID absorbed, UUID survivor) {
    return ProfilesMerged.newBuilder()
        .setProfileId(survivor.toString())
        .setAbsorbedProfileId(absorbed.toString())
        .build();
  }

  public static ProfileErased erased(UUID profileId) {
    return ProfileErased.newBuilder().setProfileId(profileId.toString()).build();
  }

  public static ReceivedFact received(String workspaceId, UUID profileId, Message fact) {
    return new ReceivedFact(workspaceId, profileId, Instant.EPOCH, Any.pack(fact));
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
