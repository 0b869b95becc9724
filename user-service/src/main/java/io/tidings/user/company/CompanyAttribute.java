package io.tidings.user.company;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeSchema;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.AttributeValue.Text;
import io.tidings.user.attribute.EmailAddress;
import io.tidings.user.attribute.PhoneNumber;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The attributes of companies that mean something to Tidings: names, aliases, what they hold. */
enum CompanyAttribute {
  /** Text, or an object of street, city, country and such. */
  ADDRESS("address") {
    @Override
    Optional<AttributeValue> taken(AttributeValue offered) {
      return Optional.of(offered);
    }
  },
  DESCRIPTION("description") {
    @Override
    Optional<AttributeValue> taken(AttributeValue offered) {
      return text(offered).map(Text::new);
    }
  },
  EMAIL("email") {
    @Override
    Optional<AttributeValue> taken(AttributeValue offered) {
      return text(offered).flatMap(EmailAddress::normalised).map(Text::new);
    }
  },
  /** How many work there. */
  EMPLOYEES("employees", "employee_count", "employeeCount", "numberOfEmployees") {
    @Override
    Optional<AttributeValue> taken(AttributeValue offered) {
      return switch (offered) {
        case Number number -> Optional.of(number);
        case Text(String text) -> number(text);
        case AttributeValue.Flag _,
            AttributeValue.DateTime _,
            AttributeValue.Values _,
            AttributeValue.Named _,
            AttributeValue.Nothing _ ->
            Optional.empty();
      };
    }
  },
  NAME("name") {
    @Override
    Optional<AttributeValue> taken(AttributeValue offered) {
      return text(offered).map(Text::new);
    }
  },
  PHONE("phone", "phoneNumber", "phone_number", "number") {
    @Override
    Optional<AttributeValue> taken(AttributeValue offered) {
      return text(offered).flatMap(PhoneNumber::normalised).map(Text::new);
    }
  };

  private static final Map<String, CompanyAttribute> BY_NAME = byName();

  private final List<String> names;

  CompanyAttribute(String canonicalName, String... aliases) {
    this.names = Stream.concat(Stream.of(canonicalName), Arrays.stream(aliases)).toList();
  }

  /** The name under which it is kept. */
  String canonicalName() {
    return names.getFirst();
  }

  /** The value as it is kept; empty where it is none that the attribute holds. */
  abstract Optional<AttributeValue> taken(AttributeValue offered);

  /**
   * The offered attributes under their canonical names, their values as they are kept. Where
   * several names of one are given at once, the canonical one counts.
   *
   * @param left hears of each that cannot be kept, and why
   */
  static Map<String, AttributeValue> accepted(
      Map<String, AttributeValue> offered, Consumer<RefusedException> left) {
    Map<String, AttributeValue> accepted = HashMap.newHashMap(offered.size());
    offered.forEach((name, value) -> {
      try {
        AttributeSchema.check(name, value);
        CompanyAttribute standard = BY_NAME.get(name);
        if (standard == null) {
          accepted.put(name, value);
        } else if (standard.counts(name, offered)) {
          accepted.put(standard.canonicalName(), standard.accept(name, value));
        }
      } catch (RefusedException e) {
        left.accept(e);
      }
    });
    return accepted;
  }

  /** Whether none of the names before this one is given too. */
  private boolean counts(String name, Map<String, AttributeValue> offered) {
    return names.stream().takeWhile(other -> !other.equals(name)).noneMatch(offered::containsKey);
  }

  private AttributeValue accept(String name, AttributeValue offered) throws RefusedException {
    if (offered.isNothing() || offered.equals(new Text(""))) {
      return AttributeValue.Nothing.NOTHING;
    }
    return taken(offered)
        .orElseThrow(() ->
            new RefusedException(
                "attributes." + name,
                "%s %s is not %s"
                    .formatted(name, RefusedException.quoted(shown(offered)), allowed())));
  }

  private String allowed() {
    return switch (this) {
      case ADDRESS -> "a text or an object";
      case DESCRIPTION, NAME -> "a text";
      case EMAIL -> "an e-mail address, like office@example.com";
      case EMPLOYEES -> "a number, like 120";
      case PHONE -> "a phone number in international format, like +2348012345678";
    };
  }

  private static String shown(AttributeValue offered) {
    return switch (offered) {
      case Text(String text) -> text;
      case Number(double number) -> Double.toString(number);
      case AttributeValue.Flag(boolean flag) -> Boolean.toString(flag);
      case AttributeValue.DateTime(var at) -> at.toString();
      case AttributeValue.Values _ -> "a list";
      case AttributeValue.Named _ -> "an object";
      case AttributeValue.Nothing _ -> "nothing";
    };
  }

  /** Text as it is; a whole number as its digits, for so phone numbers and names arrive too. */
  private static Optional<String> text(AttributeValue offered) {
    return switch (offered) {
      case Text(String text) -> Optional.of(text);
      case Number(double number) when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Optional.of(Long.toString((long) number));
      case Number _,
          AttributeValue.Flag _,
          AttributeValue.DateTime _,
          AttributeValue.Values _,
          AttributeValue.Named _,
          AttributeValue.Nothing _ ->
          Optional.empty();
    };
  }

  private static Optional<AttributeValue> number(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return Double.isFinite(number) ? Optional.of(new Number(number)) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Map<String, CompanyAttribute> byName() {
    Map<String, CompanyAttribute> byName = new HashMap<>();
    for (CompanyAttribute attribute : values()) {
      attribute.names.forEach(name -> byName.put(name, attribute));
    }
    return Map.copyOf(byName);
  }
}
