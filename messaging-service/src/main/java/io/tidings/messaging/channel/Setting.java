package io.tidings.messaging.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a provider needs to know. The catalogue, the console's form and the validation
 * come from it.
 *
 * @param description what it means, with its unit
 * @param required must be given, and not blank
 * @param secret sealed at rest, never shown again, and not repeated in errors
 * @param standard the value in use when none is given
 */
public record Setting(
    String name,
    String description,
    boolean required,
    boolean secret,
    Kind kind,
    @Nullable String standard) {

  /** What values are allowed. */
  public sealed interface Kind {

    record Text() implements Kind {}

    /** A whole number, bounds included. */
    record Number(int min, int max) implements Kind {}

    record Choice(List<String> values) implements Kind {}
  }

  public static Setting required(String name, String description) {
    return new Setting(name, description, true, false, new Kind.Text(), null);
  }

  public static Setting requiredSecret(String name, String description) {
    return new Setting(name, description, true, true, new Kind.Text(), null);
  }

  public static Setting optional(String name, String description) {
    return new Setting(name, description, false, false, new Kind.Text(), null);
  }

  public static Setting optional(String name, String description, String standard) {
    return new Setting(name, description, false, false, new Kind.Text(), standard);
  }

  public static Setting optionalSecret(String name, String description) {
    return new Setting(name, description, false, true, new Kind.Text(), null);
  }

  public static Setting number(String name, String description, int min, int max, int standard) {
    return new Setting(
        name,
        description + "; " + standard + " unless given",
        false,
        false,
        new Kind.Number(min, max),
        Integer.toString(standard));
  }

  /** The first value is the one in use when none is given. */
  public static Setting choice(String name, String description, List<String> values) {
    return new Setting(
        name, description, false, false, new Kind.Choice(List.copyOf(values)), values.getFirst());
  }
}
