package io.tidings.user.attribute;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeValue.DateTime;
import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.AttributeValue.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The attributes that mean something to Tidings: their names, their aliases and what they hold. */
public enum StandardAttribute {
  FIRST_NAME("first_name", Rule.TEXT, "firstName"),
  LAST_NAME("last_name", Rule.TEXT, "lastName"),
  GENDER("gender", Rule.TEXT),
  /** Where e-mail goes. */
  EMAIL("email", Rule.EMAIL),
  /** Where SMS and WhatsApp messages go, as E.164. */
  NUMBER("number", Rule.PHONE, "phone", "phoneNumber", "phone_number"),
  /** Where push goes. It comes as an attribute and is kept as a device. */
  DEVICE_TOKEN("device_token", Rule.TEXT, "deviceToken"),
  DEVICE_PLATFORM("device_platform", Rule.TEXT, "devicePlatform"),
  /** How many pages were seen. */
  PAGE_VIEWS("page_views", Rule.NUMBER, "pageViews"),
  /** When the user was last active. */
  LAST_SEEN("last_seen", Rule.DATE_TIME, "lastSeen");

  private static final Set<String> ALL_NAMES =
      Arrays.stream(values())
          .flatMap(attribute -> attribute.names.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final String canonicalName;
  private final Rule rule;
  private final List<String> names;

  StandardAttribute(String canonicalName, Rule rule, String... aliases) {
    this.canonicalName = canonicalName;
    this.rule = rule;
    this.names = Stream.concat(Stream.of(canonicalName), Arrays.stream(aliases)).toList();
  }

  /** The name under which the attribute is kept. */
  public String canonicalName() {
    return canonicalName;
  }

  /** The canonical name, then the aliases: where several are given at once, the first counts. */
  List<String> names() {
    return names;
  }

  /** Every name by which some standard attribute is known. */
  static Set<String> allNames() {
    return ALL_NAMES;
  }

  /** The value as it is kept. {@code name} is the one by which it was offered. */
  AttributeValue accept(String name, AttributeValue offered) throws RefusedException {
    return offered.isNothing() ? offered : rule.accept(name, offered);
  }

  /** What a standard attribute holds, and what is made of a value of another type. */
  private enum Rule {
    TEXT {
      @Override
      AttributeValue accept(String name, AttributeValue offered) throws RefusedException {
        return new Text(text(name, offered, "a text"));
      }
    },
    EMAIL {
      @Override
      AttributeValue accept(String name, AttributeValue offered) throws RefusedException {
        String text = text(name, offered, "an e-mail address, like ada@example.com");
        if (text.isBlank()) {
          return Nothing.NOTHING;
        }
        return new Text(
            EmailAddress.normalised(text)
                .orElseThrow(() -> refused(name, text, "an e-mail address, like ada@example.com")));
      }
    },
    PHONE {
      @Override
      AttributeValue accept(String name, AttributeValue offered) throws RefusedException {
        String text =
            text(name, offered, "a phone number in international format, like +2348012345678");
        if (text.isBlank()) {
          return Nothing.NOTHING;
        }
        return new Text(
            PhoneNumber.normalised(text)
                .orElseThrow(() ->
                    refused(
                        name,
                        text,
                        "a phone number in international format, like +2348012345678")));
      }
    },
    NUMBER {
      @Override
      AttributeValue accept(String name, AttributeValue offered) throws RefusedException {
        if (offered instanceof Number) {
          return offered;
        }
        throw refused(name, shown(offered), "a number");
      }
    },
    DATE_TIME {
      @Override
      AttributeValue accept(String name, AttributeValue offered) throws RefusedException {
        if (offered instanceof DateTime) {
          return offered;
        }
        if (offered instanceof Text(String text)) {
          try {
            return new DateTime(Instant.parse(text));
          } catch (DateTimeParseException _) {
            throw refused(name, text, "a date-time, like 2026-03-01T09:30:00Z");
          }
        }
        throw refused(name, shown(offered), "a date-time, like 2026-03-01T09:30:00Z");
      }
    };

    abstract AttributeValue accept(String name, AttributeValue offered) throws RefusedException;

    /** Text as it is; a whole number as its digits, for so phone numbers and names arrive too. */
    private static String text(String name, AttributeValue offered, String allowed)
        throws RefusedException {
      return switch (offered) {
        case Text(String text) -> text;
        case Number(double number) when number == Math.rint(number) && Math.abs(number) < 1e15 ->
            Long.toString((long) number);
        case Number _,
            AttributeValue.Flag _,
            DateTime _,
            AttributeValue.Values _,
            AttributeValue.Named _,
            Nothing _ ->
            throw refused(name, shown(offered), allowed);
      };
    }

    private static String shown(AttributeValue offered) {
      return switch (offered) {
        case Text(String text) -> text;
        case Number(double number) -> Double.toString(number);
        case AttributeValue.Flag(boolean flag) -> Boolean.toString(flag);
        case DateTime(Instant at) -> at.toString();
        case AttributeValue.Values _ -> "a list";
        case AttributeValue.Named _ -> "an object";
        case Nothing _ -> "nothing";
      };
    }

    private static RefusedException refused(String name, String offered, String allowed) {
      return new RefusedException(
          "attributes." + name,
          "%s %s is not %s".formatted(name, RefusedException.quoted(offered), allowed));
    }
  }
}
