package io.tidings.user.profile;

import com.google.protobuf.Timestamp;
import io.tidings.outbox.Fact;
import io.tidings.proto.user.v1.AttributeChange;
import io.tidings.proto.user.v1.IdentifierAdded;
import io.tidings.proto.user.v1.ProfileChanged;
import io.tidings.proto.user.v1.ProfilesMerged;
import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.ValueWire;
import io.tidings.user.identity.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the other services are told. */
final class ProfileEvents {
  private ProfileEvents() {}

  /** Merges first: what the surviving profile gained is told of it afterwards. */
  static List<Fact> of(
      String workspaceId, List<Change> changes, Map<UUID, UUID> merges, Instant now) {
    Timestamp occurredAt = ValueWire.timestamp(now);
    List<Fact> facts = new ArrayList<>();
    merges.forEach((absorbed, into) -> {
      ProfilesMerged merged =
          ProfilesMerged.newBuilder()
              .setProfileId(into.toString())
              .setAbsorbedProfileId(absorbed.toString())
              .setOccurredAt(occurredAt)
              .build();
      facts.add(new Fact(workspaceId, into, merged));
      facts.add(new Fact(workspaceId, absorbed, merged));
    });
    for (Change change : changes) {
      if (!change.isVisible()) {
        continue;
      }
      UUID id = change.after().id();
      facts.add(new Fact(workspaceId, id, profileChanged(change, occurredAt)));
      for (Identifier identifier : change.identifiers()) {
        facts.add(new Fact(workspaceId, id, identifierAdded(id, identifier, occurredAt)));
      }
    }
    return facts;
  }

  private static ProfileChanged profileChanged(Change change, Timestamp occurredAt) {
    Profile profile = change.after();
    ProfileChanged.Builder changed =
        ProfileChanged.newBuilder()
            .setProfileId(profile.id().toString())
            .setVersion(profile.version())
            .setCreated(change.isCreation())
            .setDevicesChanged(change.devicesDiffer())
            .setDeviceCount(profile.devices().list().size())
            .setOccurredAt(occurredAt);
    if (profile.userId() != null) {
      changed.setUserId(profile.userId());
    }
    change
        .attributes()
        .forEach((name, attribute) -> changed.addAttributes(attributeChange(name, attribute)));
    return changed.build();
  }

  private static AttributeChange attributeChange(String name, Attribute attribute) {
    return AttributeChange.newBuilder()
        .setName(name)
        .setValue(ValueWire.toWire(attribute.value()))
        .setOccurredAt(ValueWire.timestamp(attribute.writtenAt()))
        .build();
  }

  private static IdentifierAdded identifierAdded(
      UUID profileId, Identifier identifier, Timestamp occurredAt) {
    return IdentifierAdded.newBuilder()
        .setProfileId(profileId.toString())
        .setType(identifier.type())
        .setValue(identifier.value())
        .setOccurredAt(occurredAt)
        .build();
  }
}
