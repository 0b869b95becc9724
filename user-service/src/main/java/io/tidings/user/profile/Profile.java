package io.tidings.user.profile;

import static io.tidings.user.attribute.StandardAttribute.LAST_SEEN;
import static io.tidings.user.attribute.StandardAttribute.PAGE_VIEWS;

import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeHolder;
import io.tidings.user.attribute.AttributeRoom;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.AttributeValue.DateTime;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.DerivedAttributes;
import io.tidings.user.device.Device;
import io.tidings.user.device.Devices;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Key;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one user. Its methods are all that can happen to it; each gives the profile
 * itself where nothing happens. In whichever order the same news arrives, and however often, the
 * profile becomes the same.
 *
 * @param userId the customer's id of the user; null while anonymous, never changed afterwards
 * @param identifiers all others, in the order in which they came
 * @param attributes by canonical name, the removed ones among them
 * @param version grows with every change that anybody can see
 */
record Profile(
    UUID id,
    @Nullable String userId,
    List<Identifier> identifiers,
    Map<String, Attribute> attributes,
    Devices devices,
    long version,
    Instant createdAt,
    Instant updatedAt)
    implements AttributeHolder {

  Profile {
    identifiers = List.copyOf(identifiers);
    attributes = Map.copyOf(attributes);
  }

  /** Somebody of whom nothing is known yet. */
  static Profile unknown(UUID id, Instant now) {
    return new Profile(id, null, List.of(), Map.of(), Devices.NONE, 0, now, now);
  }

  boolean isAnonymous() {
    return userId == null;
  }

  /** Everything by which the user is known. */
  Set<Key> identityKeys() {
    Set<Key> keys = new HashSet<>();
    if (userId != null) {
      keys.add(Key.of(Identifier.ofUser(userId)));
    }
    identifiers.forEach(identifier -> keys.add(Key.of(identifier)));
    return keys;
  }

  /** Everything that belongs to this profile and to no other. */
  Set<Key> keys() {
    Set<Key> keys = identityKeys();
    devices.list().forEach(device -> keys.add(device.key()));
    return keys;
  }

  /** The anonymous turns out to be this user. */
  Profile knownAs(Identifier user) {
    if (userId != null) {
      throw new IllegalStateException("the profile has a user id, which never changes");
    }
    return new Profile(
            id, user.value(), identifiers, attributes, devices, version, createdAt, updatedAt)
        .with(DerivedAttributes.of(user.value()), Attribute.DERIVED);
  }

  /** Whether there is room for one more identifier of that type. */
  boolean hasRoomFor(Identifier identifier) {
    return !identifier.isUserId() && count(identifier.type()) < Identifier.MAX_PER_TYPE;
  }

  /** Whether an id that nobody has may lead here, because it was the user's before. */
  boolean hasRoomForPrevious(Identifier identifier) {
    return count(identifier.type()) < Identifier.MAX_PREVIOUS_PER_TYPE;
  }

  /**
   * The user was known by this id before. What another user id tells counts like the user's own.
   */
  Profile formerlyKnownBy(Identifier previous) {
    Profile next = knownBy(previous);
    return previous.isUserId()
        ? next.with(DerivedAttributes.of(previous.value()), Attribute.DERIVED)
        : next;
  }

  Profile knownBy(Identifier identifier) {
    return identifiers.contains(identifier)
        ? this
        : withIdentifiers(Stream.concat(identifiers.stream(), Stream.of(identifier)).toList());
  }

  /**
   * Takes in what an update tells of the user. Identifiers and devices, which others may own, are
   * not among it.
   *
   * @param pageViews how many of the update's page views count
   */
  Profile after(Update update, int pageViews) {
    Profile next = with(update.attributes(), update.occurredAt());
    if (update.seen()) {
      next =
          next.with(
              Map.of(LAST_SEEN.canonicalName(), new DateTime(update.occurredAt())),
              update.occurredAt());
    }
    return pageViews == 0 ? next : next.viewed(pageViews, update.occurredAt());
  }

  Profile with(Map<String, AttributeValue> values, Instant at) {
    Map<String, Attribute> told = HashMap.newHashMap(values.size());
    values.forEach((name, value) -> told.put(name, new Attribute(value, at)));
    return with(told);
  }

  /** Takes the attributes that win over what is known, as far as there is room for them. */
  Profile with(Map<String, Attribute> told) {
    Map<String, Attribute> newer = new HashMap<>(told);
    newer.entrySet().removeIf(it -> !it.getValue().winsOver(attributes.get(it.getKey())));
    Map<String, Attribute> fitting = AttributeRoom.fitting(attributes, newer);
    return fitting.isEmpty() ? this : withAttributes(fitting);
  }

  Profile seenOn(Device device) {
    return withDevices(devices.seen(device));
  }

  Profile withoutDevice(String token) {
    return withDevices(devices.without(token));
  }

  /** Whether both can be one without holding more identifiers of a type than a profile may. */
  boolean hasRoomFor(Profile anonymous) {
    return anonymous.isAnonymous()
        && anonymous.identifiers.stream()
            .map(Identifier::type)
            .distinct()
            .allMatch(type -> count(type) + anonymous.count(type) <= Identifier.MAX_PER_TYPE);
  }

  /**
   * The other profile turns out to be this user: the latest of both wins, views add up, and what
   * there is no room for stays behind. The version grows beyond both, so that who goes by it takes
   * what is told next.
   */
  Profile absorbing(Profile other) {
    Map<String, Attribute> theirs = new HashMap<>(other.attributes);
    Attribute views = theirs.remove(PAGE_VIEWS.canonicalName());
    theirs.keySet().removeAll(DerivedAttributes.NAMES);
    Profile next =
        with(theirs)
            .withIdentifiers(
                Stream.of(
                        identifiers.stream(),
                        Stream.ofNullable(other.userId).map(Identifier::ofUser),
                        other.identifiers.stream())
                    .flatMap(each -> each)
                    .toList())
            .beyond(other);
    for (Device device : other.devices.list()) {
      next = next.seenOn(device);
    }
    return views != null && views.value() instanceof Number(double count)
        ? next.viewed(count, views.writtenAt())
        : next;
  }

  /** The same values, rewritten: each keeps the time by which the latest wins. */
  Profile rewriting(String name, UnaryOperator<AttributeValue> rewriting) {
    Attribute rewritten = rewritten(name, rewriting);
    return rewritten == null ? this : withAttributes(Map.of(name, rewritten));
  }

  /** As it stands once this change is written. */
  Profile changedAt(Instant now) {
    return new Profile(id, userId, identifiers, attributes, devices, version + 1, createdAt, now);
  }

  /** Counts on from what there is, whenever that was; the newest time moves with every count. */
  private Profile viewed(double pages, Instant at) {
    Attribute old = attributes.get(PAGE_VIEWS.canonicalName());
    if (old == null) {
      return withAttributes(
          Map.of(PAGE_VIEWS.canonicalName(), new Attribute(new Number(pages), at)));
    }
    double before = old.value() instanceof Number(double count) ? count : 0;
    Instant after = old.writtenAt().plus(1, ChronoUnit.MICROS);
    return withAttributes(
        Map.of(
            PAGE_VIEWS.canonicalName(),
            new Attribute(new Number(before + pages), at.isAfter(after) ? at : after)));
  }

  private Profile beyond(Profile other) {
    return new Profile(
        id,
        userId,
        identifiers,
        attributes,
        devices,
        Math.max(version, other.version),
        createdAt.isBefore(other.createdAt) ? createdAt : other.createdAt,
        updatedAt);
  }

  private long count(String type) {
    return identifiers.stream().filter(identifier -> identifier.type().equals(type)).count();
  }

  private Profile withIdentifiers(List<Identifier> next) {
    return new Profile(id, userId, next, attributes, devices, version, createdAt, updatedAt);
  }

  private Profile withAttributes(Map<String, Attribute> newer) {
    Map<String, Attribute> next = new HashMap<>(attributes);
    next.putAll(newer);
    next.putAll(DerivedAttributes.following(newer));
    return new Profile(id, userId, identifiers, next, devices, version, createdAt, updatedAt);
  }

  private Profile withDevices(Devices next) {
    return next.equals(devices)
        ? this
        : new Profile(id, userId, identifiers, attributes, next, version, createdAt, updatedAt);
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "Profile[" + id + ", version " + version + "]";
  }
}
