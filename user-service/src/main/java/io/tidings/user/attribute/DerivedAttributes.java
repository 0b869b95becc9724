package io.tidings.user.attribute;

import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.attribute.AttributeValue.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What other things tell by themselves: a user id, an e-mail address, a phone number. */
public final class DerivedAttributes {
  /** The domain of the attribute {@code email}. */
  public static final String EMAIL_DOMAIN = "email_domain";

  /** The country of the attribute {@code number}, ISO 3166-1 in two letters. */
  public static final String NUMBER_COUNTRY = "number_country";

  /** Those that follow from other attributes. Nobody sets them. */
  public static final Set<String> NAMES = Set.of(EMAIL_DOMAIN, NUMBER_COUNTRY);

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

  /** What follows from attributes that were set: as old as they are, and gone with them. */
  public static Map<String, Attribute> following(Map<String, Attribute> set) {
    Map<String, Attribute> following = new HashMap<>();
    put(
        following,
        EMAIL_DOMAIN,
        set.get(StandardAttribute.EMAIL.canonicalName()),
        email -> Optional.of(email.substring(email.lastIndexOf('@') + 1)));
    put(
        following,
        NUMBER_COUNTRY,
        set.get(StandardAttribute.NUMBER.canonicalName()),
        PhoneNumber::country);
    return following;
  }

  private static void put(
      Map<String, Attribute> following,
      String name,
      @Nullable Attribute source,
      Function<String, Optional<String>> derivation) {
    if (source != null) {
      Optional<String> derived =
          source.value() instanceof Text(String text) ? derivation.apply(text) : Optional.empty();
      following.put(
          name,
          new Attribute(
              derived.<AttributeValue>map(Text::new).orElse(Nothing.NOTHING), source.writtenAt()));
    }
  }
}
