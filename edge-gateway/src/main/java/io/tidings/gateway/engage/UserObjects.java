package io.tidings.gateway.engage;

import static io.tidings.gateway.json.Values.NULL;
import static io.tidings.gateway.json.Values.flag;
import static io.tidings.gateway.json.Values.list;
import static io.tidings.gateway.json.Values.number;
import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.text;
import static io.tidings.gateway.json.Values.textOrNull;

import com.google.protobuf.Timestamp;
import io.tidings.proto.messaging.v1.SendTotals;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.value.v1.Value;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Users as objects of the dialect. */
@Singleton
final class UserObjects {
  /** What has a place at the top of the object. */
  private static final Set<String> TOP =
      Set.of(
          "first_name", "last_name", "email", "number", UserBody.CREATED_AT, UserBody.IS_ACCOUNT);

  private static final Comparator<Timestamp> LATEST =
      Comparator.comparingLong(Timestamp::getSeconds).thenComparingInt(Timestamp::getNanos);

  private final UserSurroundings surroundings;

  UserObjects(UserSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  Map<String, Value> of(Profile profile) {
    return of(List.of(profile)).getFirst();
  }

  /** One for each profile, in their order. */
  List<Map<String, Value>> of(List<Profile> profiles) {
    if (profiles.isEmpty()) {
      return List.of();
    }
    var around = surroundings.of(profiles);
    var users = new ArrayList<Map<String, Value>>(profiles.size());
    for (var i = 0; i < profiles.size(); i++) {
      users.add(write(profiles.get(i), around.get(i)));
    }
    return users;
  }

  /** An account is a user object too. It has no devices, and nothing is sent to it. */
  static Map<String, Value> of(Company account) {
    var attributes = AccountAttributes.toDialect(account.getAttributesMap());
    var object = named(account.getId(), account.getGroupId(), attributes);
    object.put("devices", list(List.of()));
    object.put("accounts", list(List.of()));
    object.put("is_account", flag(true));
    object.put("member_count", number(account.getMemberCount()));
    object.put("archived", flag(attributes.getOrDefault("archived", NULL).getBoolean()));
    object.put("lists", list(List.of()));
    object.put("segments", list(List.of()));
    object.put("meta", meta(attributes));
    object.put("created_at", createdAt(attributes, account.getCreatedAt()));
    object.put("last_interaction", NULL);
    object.put("stats", stats(SendTotals.getDefaultInstance()));
    return object;
  }

  private static Map<String, Value> write(Profile profile, UserSurroundings.Of around) {
    var attributes = profile.getAttributesMap();
    var user = named(profile.getId(), profile.getUserId(), attributes);
    user.put("devices", devices(profile));
    user.put("accounts", accounts(around.memberships()));
    user.put("is_account", flag(false));
    user.put("member_count", number(0));
    user.put("archived", flag(attributes.getOrDefault("archived", NULL).getBoolean()));
    user.put("lists", lists(around));
    user.put("segments", segments(around));
    user.put("meta", meta(attributes));
    user.put("created_at", createdAt(attributes, profile.getCreatedAt()));
    user.put("last_interaction", lastInteraction(profile, around));
    user.put("stats", stats(around.totals()));
    return user;
  }

  private static Map<String, Value> named(String id, String uid, Map<String, Value> attributes) {
    var object = new LinkedHashMap<String, Value>();
    object.put("id", text(id));
    object.put("uid", textOrNull(uid));
    object.put("uid_updateable", flag(uid.isEmpty()));
    object.put("first_name", attributes.getOrDefault("first_name", NULL));
    object.put("last_name", attributes.getOrDefault("last_name", NULL));
    object.put("number", digits(attributes.getOrDefault("number", NULL)));
    object.put("email", attributes.getOrDefault("email", NULL));
    return object;
  }

  private static Value accounts(List<Membership> memberships) {
    return list(
        memberships.stream()
            .map(membership -> {
              var members = new LinkedHashMap<String, Value>();
              members.put("id", text(membership.getGroupId()));
              members.put("role", textOrNull(membership.getRole()));
              return object(members);
            })
            .toList());
  }

  /** Kept as E.164, which is the digits after a plus. */
  private static Value digits(Value number) {
    return number.hasText() ? text(number.getText().replaceFirst("^\\+", "")) : number;
  }

  private static Value devices(Profile profile) {
    return list(
        profile.getDevicesList().stream()
            .map(device -> {
              var members = new LinkedHashMap<String, Value>();
              members.put("token", text(device.getToken()));
              members.put("platform", text(device.getPlatform()));
              return object(members);
            })
            .toList());
  }

  private static Value lists(UserSurroundings.Of around) {
    return list(
        around.subscriptions().getSubscriptionsList().stream()
            .map(subscription -> {
              var members = new LinkedHashMap<String, Value>();
              members.put("id", text(subscription.getTopic().getIdentifier()));
              members.put("subscribed", flag(true));
              return object(members);
            })
            .toList());
  }

  private static Value segments(UserSurroundings.Of around) {
    return list(
        around.segments().getMembershipsList().stream()
            .map(segment -> {
              var members = new LinkedHashMap<String, Value>();
              members.put("id", text(segment.getSegmentId()));
              members.put("suppressed", flag(around.suppressed()));
              return object(members);
            })
            .toList());
  }

  private static Value meta(Map<String, Value> attributes) {
    var meta = new LinkedHashMap<>(attributes);
    meta.keySet().removeAll(TOP);
    return object(meta);
  }

  /** As the customer says, who may have known the user before the platform did. */
  private static Value createdAt(Map<String, Value> attributes, Timestamp heardOf) {
    var told = attributes.getOrDefault(UserBody.CREATED_AT, NULL);
    return told.hasDateTime() ? told : time(heardOf);
  }

  private static Value lastInteraction(Profile profile, UserSurroundings.Of around) {
    var event = around.events().getLastOccurredAt();
    var seen = profile.getAttributesOrDefault("last_seen", NULL).getDateTime();
    var latest = LATEST.compare(event, seen) >= 0 ? event : seen;
    return latest.equals(Timestamp.getDefaultInstance()) ? NULL : time(latest);
  }

  /** A send counts once however often it was opened; how often is not kept. */
  private static Value stats(SendTotals totals) {
    var stats = new LinkedHashMap<String, Value>();
    stats.put("delivered", number(totals.getDelivered()));
    stats.put("failed", number(totals.getFailed()));
    stats.put("opened", number(totals.getOpened()));
    stats.put("clicked", number(totals.getClicked()));
    stats.put("unique_opens", number(totals.getOpened()));
    stats.put("unique_clicks", number(totals.getClicked()));
    return object(stats);
  }

  private static Value time(Timestamp time) {
    return Value.newBuilder().setDateTime(time).build();
  }
}
