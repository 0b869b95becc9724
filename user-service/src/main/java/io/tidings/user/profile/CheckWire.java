package io.tidings.user.profile;

import io.tidings.proto.user.v1.CheckBatchRequest;
import io.tidings.proto.user.v1.CheckBatchResponse;
import io.tidings.typing.Typing;
import io.tidings.typing.ValueType;
import io.tidings.user.attribute.AttributeSubject;
import io.tidings.user.attribute.AttributeTyping;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.Owner;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a batch would come to, as the contract asks for it and is told. */
@Singleton
final class CheckWire {
  private final Profiles profiles;
  private final AttributeTyping typing;

  CheckWire(Profiles profiles, AttributeTyping typing) {
    this.profiles = profiles;
    this.typing = typing;
  }

  /** Writes nothing and defines nothing. */
  CheckBatchResponse check(String workspaceId, CheckBatchRequest request, Instant now) {
    CheckBatchResponse.Builder response = CheckBatchResponse.newBuilder();
    UpdateWire.Batch batch =
        UpdateWire.read(request.getUpdatesList(), now, response::addOutcomesBuilder);
    List<Key> keys = batch.valid().stream().map(CheckWire::key).toList();
    Map<Key, Owner> known = profiles.owners(workspaceId, Set.copyOf(keys));
    AttributeTyping.Checked checked =
        typing.checked(
            workspaceId,
            AttributeSubject.USER,
            Typing.fromWire(request.getTyping()),
            defined(request),
            batch.valid().stream().map(Update::attributes).toList());
    for (int i = 0; i < keys.size(); i++) {
      describe(
          known.get(keys.get(i)),
          batch.outcomes().get(i).getIdentifiedBuilder(),
          ProfileWire.toWire(checked.typed().get(i).ignored()));
    }
    checked.wouldDefine().forEach((name, type) -> response.putWouldDefine(name, type.toWire()));
    return response.build();
  }

  private static void describe(
      @Nullable Owner owner,
      io.tidings.proto.user.v1.Identified.Builder identified,
      List<io.tidings.proto.user.v1.Rejected> ignored) {
    identified.setCreated(owner == null).addAllIgnored(ignored);
    if (owner != null) {
      identified
          .setProfileId(owner.profileId().toString())
          .setUserId(Objects.requireNonNullElse(owner.userId(), ""));
    }
  }

  private static Key key(Update update) {
    return update.identity().keys().findFirst().orElseThrow();
  }

  private static Map<String, ValueType> defined(CheckBatchRequest request) {
    Map<String, ValueType> defined = new HashMap<>();
    request
        .getDefinedMap()
        .forEach(
            (name, wire) -> ValueType.fromWire(wire).ifPresent(type -> defined.put(name, type)));
    return defined;
  }
}
