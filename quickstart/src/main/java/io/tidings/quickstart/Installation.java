package io.tidings.quickstart;

import io.tidings.backends.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * What one system keeps for good: its secrets and how its facts travel, decided at its first start
 * and kept in its folder for its owner alone to read.
 */
final class Installation {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of systems from before this was written down. */
  private static final int USUAL_PARTITIONS = 4;

  private final Path file;
  private final Properties secrets = new Properties();
  private final String partitions;

  private Installation(DataFolder folder, Map<String, String> environment, int processors) {
    this.file = folder.secrets();
    boolean isNew = !Files.exists(file);
    if (!isNew) {
      try (var reader = Files.newBufferedReader(file)) {
        secrets.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    // Before anything else is kept: a first start that is broken off is not one of before.
    this.partitions =
        kept(
            "partitions",
            () -> {
              String given = environment.get("TIDINGS_PARTITIONS");
              if (given != null) {
                return checked(given);
              }
              return Integer.toString(isNew ? partitionsFor(processors) : USUAL_PARTITIONS);
            });
  }

  /**
   * What was decided at the first start, which may be this one.
   *
   * @param processors of the machine
   */
  static Installation in(DataFolder folder, Map<String, String> environment, int processors) {
    return new Installation(folder, environment, processors);
  }

  /** Of the backing services that are ours. */
  String backendPassword() {
    return kept("backend-password", () -> hex(16));
  }

  /** Signs the tokens with which services prove themselves to each other. */
  String internalSecret() {
    return kept("internal-secret", () -> hex(32));
  }

  String administratorKey() {
    return kept("administrator-key", () -> hex(32));
  }

  /** Encrypts what lies encrypted in the databases: 32 bytes in base64. */
  String encryptionKey() {
    return kept("encryption-key", () -> Base64.getEncoder().encodeToString(random(32)));
  }

  /**
   * In how many partitions facts travel: once there are facts, that cannot be changed. Each is read
   * by one thread of a service and carried by messages of its own, so a machine with few processors
   * does best with few.
   */
  String partitions() {
    return partitions;
  }

  private static String checked(String partitions) {
    if (!partitions.matches("1|2|4|8|16|32|64|128|256")) {
      throw new StartException(
          "TIDINGS_PARTITIONS is %s, but must be a power of two from 1 to 256"
              .formatted(partitions));
    }
    return partitions;
  }

  private static int partitionsFor(int processors) {
    return Integer.highestOneBit(Math.clamp(processors / 2, 1, USUAL_PARTITIONS));
  }

  /** Of the default workspace; {@code make} is asked for one where there is none yet. */
  String apiKey(String kind, Supplier<String> make) {
    return kept(kind + "-key", make);
  }

  /** The key of that kind; there is one once the system has been ready. */
  String apiKey(String kind) {
    return apiKey(
        kind,
        () -> {
          throw new IllegalStateException("there is no " + kind + " key yet");
        });
  }

  private synchronized String kept(String name, Supplier<String> make) {
    String known = secrets.getProperty(name);
    return known != null ? known : keep(name, make.get());
  }

  private synchronized String keep(String name, String value) {
    secrets.setProperty(name, value);
    Folders.writePrivate(file, secrets);
    return value;
  }

  private static String hex(int bytes) {
    return HexFormat.of().formatHex(random(bytes));
  }

  private static byte[] random(int count) {
    var bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
