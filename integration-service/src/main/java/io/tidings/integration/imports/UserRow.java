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

  /** A device, as far as its two columns say. */
  record DeviceCells(String token, String platform) {}
}
