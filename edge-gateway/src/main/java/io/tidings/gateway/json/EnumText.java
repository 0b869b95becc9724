package io.tidings.gateway.json;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Enums without the prefix that contracts give them: {@code CHANNEL_EMAIL} is {@code email}. What
 * the platform reports as a state is written in capitals, {@code DISCARDED}, as its reasons are.
 */
final class EnumText {
  private EnumText() {}

  /** Reads a name in any case. */
  static EnumValueDescriptor read(String at, EnumDescriptor type, String text) {
    for (var value : type.getValues()) {
      if (value.getNumber() != 0 && write(value).orElseThrow().equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw new DefectException(
        at,
        "is '"
            + text
            + "'; allowed are "
            + type.getValues().stream()
                .flatMap(value -> write(value).stream())
                .collect(Collectors.joining(", ")));
  }

  /** Nothing for the value that stands for nothing said. */
  static Optional<String> write(EnumValueDescriptor value) {
    if (value.getNumber() == 0) {
      return Optional.empty();
    }
    var type = value.getType();
    var unspecified = type.getValues().getFirst().getName();
    var prefix = unspecified.substring(0, unspecified.length() - "UNSPECIFIED".length());
    var name =
        value.getName().startsWith(prefix)
            ? value.getName().substring(prefix.length())
            : value.getName();
    return Optional.of(type.getName().endsWith("State") ? name : name.toLowerCase(Locale.ROOT));
  }
}
