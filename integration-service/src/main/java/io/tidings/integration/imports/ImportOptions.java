package io.tidings.integration.imports;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read.
 *
 * @param requestId the upload's name; null where it has none
 * @param columns what columns mean, by their names in the file; empty where one is passed over
 * @param delimiter null to find it out
 * @param encoding null to find it out
 * @param dryRun whether no user is to be written
 */
record ImportOptions(
    @Nullable String requestId,
    Map<String, String> columns,
    @Nullable Character delimiter,
    @Nullable Charset encoding,
    boolean dryRun) {

  ImportOptions {
    columns = Map.copyOf(columns);
  }

  /** The same for the same reading of a file, whatever the upload is called. */
  UUID digest() {
    String text = "%s %s %s %s".formatted(new TreeMap<>(columns), delimiter, encoding, dryRun);
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
