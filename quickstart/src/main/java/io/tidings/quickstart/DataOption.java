package io.tidings.quickstart;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which system is meant. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the system's data; .tidings in the current folder if not given.")
  private @Nullable Path folder;

  DataFolder folder() {
    return new DataFolder(folder == null ? Path.of(".tidings") : folder);
  }
}
