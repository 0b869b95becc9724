package io.tidings.user.profile;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.AttributeValue.Text;
import io.tidings.user.attribute.DerivedAttributes;
import io.tidings.user.attribute.Kept;
import io.tidings.user.attribute.StandardAttribute;
import io.tidings.user.device.Device;
import io.tidings.user.device.Platform;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Identity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call's worth of news about one user, nothing in it to be refused.
 *
 * @param attributes by canonical name; devices are not among them
 * @param occurredAt by which the latest wins
 * @param pageViews to be added, once per message id
 * @param seen whether the user was active then
 * @param kept what must stay as it is, or none of it is applied
 */
public record Update(
    Identity identity,
    Map<String, AttributeValue> attributes,
    List<Device> devices,
    Instant occurredAt,
    int pageViews,
    boolean seen,
    String messageId,
    Kept kept) {

  /** News that may change whatever there is. */
  public Update(
      Identity identity,
      Map<String, AttributeValue> attributes,
      List<Device> devices,
      Instant occurredAt,
      int pageViews,
      boolean seen,
      String messageId) {
    this(identity, attributes, devices, occurredAt, pageViews, seen, messageId, Kept.NOTHING);
  }

  /**
   * What attributes of one time tell.
   *
   * @param attributes by canonical name; none of a device
   * @throws RefusedException where its parts do not fit together
   */
  public static Update of(
      Identity identity, Map<String, AttributeValue> attributes, Instant occurredAt)
      throws RefusedException {
    return accepted(new Update(identity, attributes, List.of(), occurredAt, 0, false, ""));
  }

  /**
   * The update in the form in which it is applied: a device that came as attributes is a device.
   *
   * @throws RefusedException where its parts do not fit together
   */
  static Update accepted(Update offered) throws RefusedException {
    if (offered.pageViews > 0 && offered.messageId.isBlank()) {
      throw new RefusedException(
          "message_id", "page_views is counted once per message_id, and none is given; give one");
    }
    if (offered.messageId.indexOf('\0') >= 0) {
      throw new RefusedException("message_id", "message_id contains a NUL character");
    }
    Map<String, AttributeValue> attributes = new HashMap<>(offered.attributes);
    checkUserId(offered.identity.user(), attributes.remove(Identifier.USER_ID));
    Device device =
        device(
            attributes.remove(StandardAttribute.DEVICE_TOKEN.canonicalName()),
            attributes.remove(StandardAttribute.DEVICE_PLATFORM.canonicalName()),
            offered.occurredAt);
    return new Update(
        withEmail(offered.identity, attributes),
        attributes,
        Stream.concat(offered.devices.stream(), Stream.ofNullable(device)).toList(),
        offered.occurredAt,
        offered.pageViews,
        offered.seen,
        offered.messageId,
        offered.kept);
  }

  /** Whether it tells more of the user than the ids by which the user is known. */
  boolean carriesNews() {
    return !attributes.isEmpty() || !devices.isEmpty() || pageViews > 0 || seen;
  }

  /** The same news with attributes as they are kept. */
  Update with(Map<String, AttributeValue> typed) {
    return typed == attributes
        ? this
        : new Update(identity, typed, devices, occurredAt, pageViews, seen, messageId, kept);
  }

  /** The same news of another time. */
  Update occurredAt(Instant at) {
    return new Update(
        identity,
        attributes,
        devices.stream().map(device -> device.seenAt(at)).toList(),
        at,
        pageViews,
        seen,
        messageId,
        kept);
  }

  /** An e-mail address identifies, whether it came as an attribute or is the user id. */
  private static Identity withEmail(Identity identity, Map<String, AttributeValue> attributes) {
    AttributeValue email = attributes.get(StandardAttribute.EMAIL.canonicalName());
    Identifier user = identity.user();
    if (email == null && user != null) {
      email = DerivedAttributes.of(user.value()).get(StandardAttribute.EMAIL.canonicalName());
    }
    return email instanceof Text(String address)
        ? identity.with(new Identifier(Identifier.EMAIL, address))
        : identity;
  }

  private static void checkUserId(@Nullable Identifier user, @Nullable AttributeValue offered)
      throws RefusedException {
    if (offered == null || (user != null && offered.equals(new Text(user.value())))) {
      return;
    }
    throw new RefusedException(
        "attributes.user_id",
        "user_id never changes and is no attribute; leave it out of the attributes, and name the"
            + " user by it in user_id");
  }

  private static @Nullable Device device(
      @Nullable AttributeValue token, @Nullable AttributeValue platform, Instant seenAt)
      throws RefusedException {
    String platformText = text(platform);
    if (!platformText.isBlank()) {
      Platform.accepted("attributes.device_platform", platformText);
    }
    String tokenText = text(token);
    if (tokenText.isBlank()) {
      return null;
    }
    if (platformText.isBlank()) {
      throw new RefusedException(
          "attributes.device_platform",
          "device_token came without device_platform; give ios or android with it");
    }
    return Device.accepted(
        "attributes.device_token", tokenText, "attributes.device_platform", platformText, seenAt);
  }

  private static String text(@Nullable AttributeValue value) {
    return value instanceof Text(String text) ? text : "";
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "Update[" + attributes.size() + " attributes, " + occurredAt + "]";
  }
}
