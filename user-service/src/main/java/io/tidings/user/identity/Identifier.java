package io.tidings.user.identity;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.EmailAddress;
import java.util.regex.Pattern;

/**
 * One way by which a profile is known.
 *
 * @param type {@code user_id}, {@code anonymous_id}, {@code email} or a type of the customer's own
 * @param value the identifier itself; an e-mail address in its normalised form
 */
public record Identifier(String type, String value) {
  public static final String USER_ID = "user_id";
  public static final String ANONYMOUS_ID = "anonymous_id";
  public static final String EMAIL = "email";

  /** How many identifiers of one type a profile holds. A profile has one user id. */
  public static final int MAX_PER_TYPE = 5;

  /** How many ids of one type that nobody had before an alias may join to a profile. */
  public static final int MAX_PREVIOUS_PER_TYPE = 50;

  private static final int MAX_USER_ID_LENGTH = 255;
  private static final int MAX_VALUE_LENGTH = 512;
  private static final int MAX_TYPE_LENGTH = 100;

  /** What broken clients send in place of an identifier; joining by it would join strangers. */
  private static final Pattern BLOCKED =
      Pattern.compile("[\\s0-]*|-1|null|anonymous", Pattern.CASE_INSENSITIVE);

  /** The customer's own id of a user. */
  public static Identifier ofUser(String userId) {
    return new Identifier(USER_ID, userId);
  }

  /** An id made by an SDK before the user is known. */
  public static Identifier ofAnonymous(String anonymousId) {
    return new Identifier(ANONYMOUS_ID, anonymousId);
  }

  /**
   * The identifier as it is kept.
   *
   * @param field the field of the request that offers it
   */
  public static Identifier accepted(String field, String type, String value)
      throws RefusedException {
    if (type.isBlank()) {
      throw new RefusedException(field, "an identifier has no type; give it one");
    }
    checkLength(field, "identifier type", type, MAX_TYPE_LENGTH);
    checkLength(field, type, value, USER_ID.equals(type) ? MAX_USER_ID_LENGTH : MAX_VALUE_LENGTH);
    if (Key.DEVICE_TOKEN.equals(type)) {
      throw new RefusedException(
          field, "a device_token comes as a device, with its platform, not as an identifier");
    }
    if (!EMAIL.equals(type) || isBlocked(value)) {
      return new Identifier(type, value);
    }
    return new Identifier(
        type,
        EmailAddress.normalised(value)
            .orElseThrow(() ->
                new RefusedException(
                    field,
                    "email %s is not an e-mail address, like ada@example.com"
                        .formatted(RefusedException.quoted(value)))));
  }

  /** Whether this is a value by which nobody is ever known: empty, zeros, {@code null} and such. */
  public boolean isBlocked() {
    return isBlocked(value);
  }

  private static boolean isBlocked(String value) {
    return BLOCKED.matcher(value).matches();
  }

  public boolean isUserId() {
    return type.equals(USER_ID);
  }

  private static void checkLength(String field, String what, String text, int maxLength)
      throws RefusedException {
    if (text.codePointCount(0, text.length()) > maxLength) {
      throw new RefusedException(
          field,
          "%s %s is longer than %d characters"
              .formatted(what, RefusedException.quoted(text), maxLength));
    }
    if (text.indexOf('\0') >= 0) {
      throw new RefusedException(
          field, "%s contains a NUL character, which no identifier may".formatted(field));
    }
  }
}
