package io.tidings.integration.imports;

import io.tidings.rpc.InvalidInputException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The first row: what the cells of all others mean. */
final class Header {
  static final String ID = "id";
  static final String DEVICE_TOKEN = "device_token";
  static final String DEVICE_PLATFORM = "device_platform";

  private static final int MAX_COLUMNS = 2_000;
  private static final int MAX_NAME = 255;

  /** What a decoder puts where bytes are no UTF-8. */
  static final char UNREADABLE = '\uFFFD';

  private static final String NO_TEXT =
      "is not readable as text; save the file as UTF-8, or name its encoding";

  /**
   * The attributes that are text whatever their cells look like, by any of their names, without
   * underscores and in lower case: a phone number is digits, and no number.
   */
  private static final Set<String> TEXTS =
      Set.of("firstname", "lastname", "email", "number", "phone", "phonenumber");

  /** As the file names the columns. */
  private final List<String> columns;

  /** What they mean; empty for one that is passed over. */
  private final List<String> names;

  private final int id;

  private Header(List<String> columns, List<String> names) {
    this.columns = columns;
    this.names = names;
    this.id = names.indexOf(ID);
  }

  /**
   * @param meanings of columns, by their names in the file; one that is not there keeps its name
   * @throws InvalidInputException when the file cannot be read by it
   */
  static Header of(List<String> cells, Map<String, String> meanings) {
    var columns = cells.stream().map(String::strip).toList();
    demandColumns(columns);
    for (var column : meanings.keySet()) {
      if (!columns.contains(column)) {
        throw new InvalidInputException(
            "options.columns",
            "the file has no column '%s'; it has %s".formatted(column, named(columns)));
      }
    }
    var names =
        columns.stream().map(column -> meanings.getOrDefault(column, column).strip()).toList();
    var seen = new HashSet<String>();
    for (var name : names) {
      if (!name.isEmpty() && !seen.add(name)) {
        throw unreadable("column '%s' stands twice; name each column once".formatted(name));
      }
    }
    if (!seen.contains(ID)) {
      throw unreadable(
          "no column 'id' among %s; name the column that holds your id of the user 'id'"
              .formatted(named(columns)));
    }
    return new Header(columns, names);
  }

  private static String named(List<String> columns) {
    return String.join(", ", columns.stream().limit(20).toList());
  }

  private static void demandColumns(List<String> names) {
    for (var i = 0; i < names.size(); i++) {
      var name = names.get(i);
      if (name.isEmpty() || name.length() > MAX_NAME) {
        throw unreadable(
            "column %d has a name of %d characters; 1 to %d are allowed"
                .formatted(i + 1, name.length(), MAX_NAME));
      }
      if (!isText(name)) {
        throw unreadable("column %d %s".formatted(i + 1, NO_TEXT));
      }
    }
    if (names.size() > MAX_COLUMNS) {
      throw unreadable("%d columns; at most %d are allowed".formatted(names.size(), MAX_COLUMNS));
    }
  }

  /** No file that is read in its own encoding has a NUL, and nothing that is kept may. */
  private static boolean isText(String cell) {
    return cell.indexOf(UNREADABLE) < 0 && cell.indexOf('\0') < 0;
  }

  static InvalidInputException unreadable(String reason) {
    return new InvalidInputException("file", reason);
  }

  /** With the column as the file names it. */
  RowOutcome.Rejected asInFile(RowOutcome.Rejected rejection) {
    var at = names.indexOf(rejection.column());
    return rejection.column().isEmpty() || at < 0
        ? rejection
        : new RowOutcome.Rejected(columns.get(at), rejection.reason());
  }

  UserRow read(long line, List<String> cells, Instant occurredAt) throws BadRowException {
    if (cells.size() != names.size()) {
      throw new BadRowException(
          "",
          "has %d cells, the header has %d; a quote that is not closed takes what follows into its cell"
              .formatted(cells.size(), names.size()));
    }
    var userId = cells.get(id).strip();
    if (userId.isEmpty()) {
      throw new BadRowException(ID, "is empty; every user needs an id");
    }
    var values = new HashMap<String, String>();
    for (var i = 0; i < cells.size(); i++) {
      var text = cells.get(i);
      if (!isText(text)) {
        throw new BadRowException(columns.get(i), NO_TEXT);
      }
      if (i != id && !names.get(i).isEmpty() && !text.isBlank()) {
        values.put(names.get(i), text.strip());
      }
    }
    var device = device(values);
    return new UserRow(line, userId, attributes(values), device, occurredAt);
  }

  /** Takes the device's columns out of the values. */
  private static Optional<UserRow.DeviceCells> device(Map<String, String> values)
      throws BadRowException {
    var token = values.remove(DEVICE_TOKEN);
    var platform = values.remove(DEVICE_PLATFORM);
    if (token == null) {
      return Optional.empty();
    }
    if (platform == null) {
      throw new BadRowException(
          DEVICE_PLATFORM, "is empty beside a device_token; allowed are ios, android");
    }
    return Optional.of(new UserRow.DeviceCells(token, platform));
  }

  private static Map<String, Cell> attributes(Map<String, String> values) {
    var attributes = new HashMap<String, Cell>();
    values.forEach(
        (name, text) -> attributes.put(name, isOfText(name) ? new Cell.Text(text) : Cell.of(text)));
    return attributes;
  }

  private static boolean isOfText(String name) {
    return TEXTS.contains(name.replace("_", "").toLowerCase(Locale.ROOT));
  }
}
