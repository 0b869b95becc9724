package io.tidings.gateway.collect;

import io.tidings.gateway.json.DefectException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a call says of its user; group says of a company too, and that the user is part of it. */
enum CallType {
  IDENTIFY,
  TRACK,
  PAGE,
  SCREEN,
  GROUP,
  ALIAS;

  private static final String ALLOWED =
      Arrays.stream(values())
          .map(type -> type.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));

  /** By its name in the protocol. */
  static CallType of(String name) {
    return switch (name) {
      case "identify" -> IDENTIFY;
      case "track" -> TRACK;
      case "page" -> PAGE;
      case "screen" -> SCREEN;
      case "group" -> GROUP;
      case "alias" -> ALIAS;
      default ->
          throw new DefectException(
              "type", "'" + name + "' is not a type of call; allowed are " + ALLOWED);
    };
  }
}
