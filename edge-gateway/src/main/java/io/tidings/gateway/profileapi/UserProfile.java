package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.flag;

import com.google.protobuf.Timestamp;
import io.tidings.proto.segment.v1.SegmentMembership;
import io.tidings.proto.user.v1.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What user-service knows of one user.
 *
 * @param times when each attribute was set
 */
record UserProfile(Profile profile, Map<String, Timestamp> times) {
  String id() {
    return profile.getId();
  }

  /** What was told of the user. */
  List<Trait> attributes() {
    return profile.getAttributesMap().entrySet().stream()
        .map(attribute ->
            new Trait(
                attribute.getKey(),
                attribute.getValue(),
                "",
                times.getOrDefault(attribute.getKey(), Timestamp.getDefaultInstance())))
        .toList();
  }

  /** The segments that the user is in. */
  static List<Trait> audiences(List<SegmentMembership> memberships) {
    return memberships.stream()
        .map(membership ->
            new Trait(
                AudienceName.asTrait(membership.getSegmentName()),
                flag(true),
                membership.getSegmentId(),
                membership.getEnteredAt()))
        .toList();
  }

  /** Everything by which the user is known, push tokens among it. */
  List<ExternalId> externalIds() {
    var ids = new ArrayList<ExternalId>();
    if (!profile.getUserId().isEmpty()) {
      ids.add(new ExternalId("users", "user_id", profile.getUserId()));
    }
    profile
        .getIdentifiersList()
        .forEach(identifier ->
            ids.add(new ExternalId("users", identifier.getType(), identifier.getValue())));
    profile
        .getDevicesList()
        .forEach(device ->
            ids.add(
                new ExternalId("users", device.getPlatform() + ".push_token", device.getToken())));
    return ids;
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "UserProfile[" + profile.getId() + "]";
  }
}
