package io.tidings.user.profile;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.tidings.proto.user.v1.MergeCause;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.rpc.Faults;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.Ignored;
import io.tidings.user.attribute.ValueWire;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Profiles from domain to wire, and how they are named from wire to domain. */
public final class ProfileWire {
  private ProfileWire() {}

  static io.tidings.proto.user.v1.Profile toWire(Profile profile) {
    var wire =
        io.tidings.proto.user.v1.Profile.newBuilder()
            .setId(profile.id().toString())
            .setVersion(profile.version())
            .setCreatedAt(ValueWire.timestamp(profile.createdAt()))
            .setUpdatedAt(ValueWire.timestamp(profile.updatedAt()));
    if (profile.userId() != null) {
      wire.setUserId(profile.userId());
    }
    for (Identifier identifier : profile.identifiers()) {
      wire.addIdentifiersBuilder().setType(identifier.type()).setValue(identifier.value());
    }
    profile
        .attributes()
        .forEach((name, attribute) -> {
          if (!attribute.value().isNothing()) {
            wire.putAttributes(name, ValueWire.toWire(attribute.value()));
          }
        });
    for (var device : profile.devices().list()) {
      wire.addDevicesBuilder()
          .setToken(device.token())
          .setPlatform(device.platform().text())
          .setLastSeenAt(ValueWire.timestamp(device.lastSeenAt()));
    }
    return wire.build();
  }

  /** When each attribute that stands was set. */
  static Map<String, Timestamp> attributeTimes(Profile profile) {
    Map<String, Timestamp> times = HashMap.newHashMap(profile.attributes().size());
    profile
        .attributes()
        .forEach((name, attribute) -> {
          if (!attribute.value().isNothing()) {
            times.put(name, ValueWire.timestamp(attribute.writtenAt()));
          }
        });
    return times;
  }

  /**
   * The id of the selected profile.
   *
   * @throws StatusRuntimeException NOT_FOUND where nobody is known by the selector,
   *     INVALID_ARGUMENT where nobody can be
   */
  public static UUID known(
      ProfileDirectory directory, String workspaceId, ProfileSelector selector) {
    UUID known;
    try {
      known = directory.find(workspaceId, selector(selector));
    } catch (RefusedException e) {
      throw Faults.invalid(e.field(), e.reason());
    }
    if (known == null) {
      throw nobody();
    }
    return known;
  }

  public static StatusRuntimeException nobody() {
    return Faults.notFound("nobody is known by that selector in this workspace");
  }

  public static Selector selector(ProfileSelector wire) throws RefusedException {
    return switch (wire.getByCase()) {
      case PROFILE_ID -> Selector.of(UUID.fromString(wire.getProfileId()));
      case USER_ID -> selector(Identifier.USER_ID, wire.getUserId());
      case IDENTIFIER -> selector(wire.getIdentifier().getType(), wire.getIdentifier().getValue());
      case BY_NOT_SET ->
          throw new RefusedException(
              "selector", "nothing selects a profile; give profile_id, user_id or identifier");
    };
  }

  public static List<Rejected> toWire(List<Ignored> ignored) {
    return ignored.stream()
        .map(each -> Rejected.newBuilder().setField(each.field()).setReason(each.reason()).build())
        .toList();
  }

  static Rejected.Builder toWire(RefusedException refusal) {
    return Rejected.newBuilder().setField(refusal.field()).setReason(refusal.reason());
  }

  static io.tidings.proto.user.v1.Merge toWire(RecordedMerge merge) {
    var wire =
        io.tidings.proto.user.v1.Merge.newBuilder()
            .setMergedAt(ValueWire.timestamp(merge.at()))
            .setAbsorbedProfileId(merge.merge().absorbed().toString())
            .setProfileId(merge.merge().into().toString())
            .setCause(
                switch (merge.merge().cause()) {
                  case ANONYMOUS_ID -> MergeCause.MERGE_CAUSE_ANONYMOUS_ID;
                  case ALIAS -> MergeCause.MERGE_CAUSE_ALIAS;
                });
    wire.getByBuilder().setType(merge.merge().by().type()).setValue(merge.merge().by().value());
    return wire.build();
  }

  /**
   * @param last the id of the last that the page shows
   */
  public static String pageToken(UUID last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** The id after which the page begins; null for the first page. */
  public static @Nullable UUID pageStart(String token) throws RefusedException {
    if (token.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException _) {
      throw new RefusedException(
          "page_token",
          "page_token %s was not given out here; give next_page_token of the page before"
              .formatted(RefusedException.quoted(token)));
    }
  }

  private static Selector selector(String type, String value) throws RefusedException {
    return Selector.of(Key.of(Identifier.accepted("selector", type, value)));
  }
}
