package io.tidings.secrets;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the encryption key is found that the installation itself keeps. */
@Factory
final class LocalKeys {
  /**
   * @param key base64 of 32 random bytes; every process of the installation has the same
   * @param file holds it instead
   * @param previous the key until now, named while it is being replaced
   * @param previousFile holds that instead
   */
  @Singleton
  @Secondary
  KeyEncryptionKey encryptionKey(
      @Property(name = "tidings.encryption-key") @Nullable String key,
      @Property(name = "tidings.encryption-key-file") @Nullable String file,
      @Property(name = "tidings.encryption-key-previous") @Nullable String previous,
      @Property(name = "tidings.encryption-key-previous-file") @Nullable String previousFile) {
    LocalKey current = read("TIDINGS_ENCRYPTION_KEY", key, file);
    if (current == null) {
      throw new IllegalArgumentException(
          "no encryption key is given; set TIDINGS_ENCRYPTION_KEY to 32 random bytes in base64"
              + " (openssl rand -base64 32), or TIDINGS_ENCRYPTION_KEY_FILE to a file that holds"
              + " them");
    }
    return new LocalKeyEncryption(
        current, read("TIDINGS_ENCRYPTION_KEY_PREVIOUS", previous, previousFile));
  }

  private static @Nullable LocalKey read(
      String variable, @Nullable String value, @Nullable String file) {
    if (isGiven(value) && isGiven(file)) {
      throw new IllegalArgumentException(
          "%s and %s_FILE are both set; leave one of them out".formatted(variable, variable));
    }
    if (file != null && isGiven(file)) {
      return LocalKey.of(variable + "_FILE", contents(variable + "_FILE", Path.of(file)));
    }
    return value != null && isGiven(value) ? LocalKey.of(variable, value) : null;
  }

  private static boolean isGiven(@Nullable String setting) {
    return setting != null && !setting.isBlank();
  }

  private static String contents(String variable, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s names %s, which cannot be read; it is to hold 32 random bytes in base64"
              .formatted(variable, file),
          e);
    }
  }
}
