package io.tidings.user.attribute;

import io.tidings.user.attribute.AttributeValue.Text;
import java.util.Map;
import java.util.Optional;

/** What a user id tells by itself. */
public final class DerivedAttributes {
  private DerivedAttributes() {}

  /** The e-mail address or the phone number that the user id is; otherwise none. */
  public static Map<String, AttributeValue> of(String userId) {
    Optional<String> email =
        userId.indexOf('@') > 0 ? EmailAddress.normalised(userId) : Optional.empty();
    if (email.isPresent()) {
      return Map.of(StandardAttribute.EMAIL.canonicalName(), new Text(email.get()));
    }
    return PhoneNumber.isE164(userId)
        ? Map.of(StandardAttribute.NUMBER.canonicalName(), new Text(userId))
        : Map.of();
  }
}
