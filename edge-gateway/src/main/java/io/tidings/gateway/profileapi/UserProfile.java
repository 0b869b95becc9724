package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.flag;

import com.google.protobuf.Timestamp;
import io.tidings.naming.SnakeCase;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.value.v1.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A user whom user-service knows.
 *
 * @param times when each attribute was set
 * @param users who can be asked for more
 */
record UserProfile(Profile profile, Map<String, Timestamp> times, UserProfiles users)
    implements KnownProfile {
  String id() {
    return profile.getId();
  }

  @Override
  public List<Trait> told() {
    return profile.getAttributesMap().entrySet().stream()
        .map(attribute ->
            new Trait(
                attribute.getKey(),
                attribute.getValue(),
                "",
                times.getOrDefault(attribute.getKey(), Timestamp.getDefaultInstance())))
        .toList();
  }

  @Override
  public List<Trait> audiences() {
    return users.segmentsOf(this).stream()
        .map(membership ->
            new Trait(
                SnakeCase.of(membership.getSegmentName()),
                flag(true),
                membership.getSegmentId(),
                membership.getEnteredAt()))
        .toList();
  }

  @Override
  public List<ExternalId> externalIds() {
    return externalIds(profile);
  }

  /** Everything by which a user is known, push tokens among it. */
  static List<ExternalId> externalIds(Profile profile) {
    var ids = new ArrayList<ExternalId>();
    if (!profile.getUserId().isEmpty()) {
      ids.add(new ExternalId(UserProfiles.NAME, "user_id", profile.getUserId()));
    }
    profile
        .getIdentifiersList()
        .forEach(identifier ->
            ids.add(
                new ExternalId(UserProfiles.NAME, identifier.getType(), identifier.getValue())));
    profile
        .getDevicesList()
        .forEach(device ->
            ids.add(
                new ExternalId(
                    UserProfiles.NAME, device.getPlatform() + ".push_token", device.getToken())));
    return ids;
  }

  @Override
  public Map<String, Value> metadata() {
    var span = users.spanOf(this);
    return KnownProfile.metadata(
        profile.getCreatedAt(),
        profile.getUpdatedAt(),
        span.getFirstMessageId(),
        span.getLastMessageId());
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "UserProfile[" + profile.getId() + "]";
  }
}
