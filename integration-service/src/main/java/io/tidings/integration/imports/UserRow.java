package io.tidings.integration.imports;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One row that can be read.
 *
 * @param line of the file on which it begins
 * @param occurredAt later for a later row, so that the last one of a user wins
 */
record UserRow(
    long line,
    String userId,
    Map<String, Cell> attributes,
    Optional<DeviceCells> device,
    Instant occurredAt) {

  /** What each value takes beside its own text, about. */
  private static final int AROUND = 32;

  /** Characters that go to user-service, about. */
  int size() {
    int size = userId.length() + AROUND;
    for (var attribute : attributes.entrySet()) {
      int text = attribute.getValue() instanceof Cell.Text(var value) ? value.length() : 0;
      size += attribute.getKey().length() + text + AROUND;
    }
    return size + device.map(DeviceCells::size).orElse(0);
  }

  /** A device, as far as its two columns say. */
  record DeviceCells(String token, String platform) {
    private int size() {
      return token.length() + platform.length() + AROUND;
    }
  }
}
