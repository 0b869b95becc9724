package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartCacheTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private StartCache cache;

  @BeforeEach
  void build() throws IOException {
    for (String part : new String[] {"quickstart.jar", "some-service.jar", "lib/library.jar"}) {
      Path file = folder.resolve(part);
      Files.createDirectories(file.getParent());
      Files.writeString(file, part);
      Files.setLastModifiedTime(file, FileTime.from(BUILT));
    }
    cache =
        new StartCache(
            folder.resolve("some-service.jar"),
            folder.resolve("quickstart.jar"),
            folder.resolve("data.aot"));
  }

  @Test
  void isMadeByOneRunAndUsedByTheNext() throws IOException {
    assertThat(cache.isMissing()).isTrue();
    assertThat(cache.using()).isEmpty();
    assertThat(cache.making()).contains("-XX:AOTCacheOutput=" + folder.resolve("data.aot"));
    write();

    cache.keep();

    assertThat(cache.isMissing()).isFalse();
    assertThat(cache.using())
        .first(STRING)
        .startsWith("-XX:AOTCache=" + folder.resolve("some-service-"));
    assertThat(folder.resolve("data.aot")).doesNotExist();
  }

  @Test
  void isTriedAgainWhereNoneWasWritten() {
    cache.keep();

    assertThat(cache.isMissing()).isTrue();
    assertThat(cache.using()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart.jar", "some-service.jar", "lib/library.jar"})
  void isForgottenWhenSomethingItWasMadeFromIsNewer(String part) throws IOException {
    write();
    cache.keep();

    Files.setLastModifiedTime(folder.resolve(part), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(cache.isMissing()).isTrue();
    assertThat(cache.using()).isEmpty();
  }

  private void write() throws IOException {
    Files.writeString(folder.resolve("data.aot"), "what Java writes at the end of a run");
  }
}
