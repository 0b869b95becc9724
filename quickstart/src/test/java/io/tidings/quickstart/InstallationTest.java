package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationTest {
  @TempDir Path root;

  @Test
  void keepsItsSecretsOverStarts() {
    Installation first = installation();
    String secret = first.internalSecret();
    String key = first.encryptionKey();

    assertThat(installation().internalSecret()).isEqualTo(secret);
    assertThat(installation().encryptionKey()).isEqualTo(key);
    assertThat(installation().administratorKey()).isNotEqualTo(secret);
  }

  @Test
  void makesSecretsThatServicesAccept() {
    assertThat(installation().internalSecret()).hasSizeGreaterThanOrEqualTo(32);
    assertThat(installation().administratorKey()).hasSizeGreaterThanOrEqualTo(16);
    assertThat(Base64.getDecoder().decode(installation().encryptionKey())).hasSize(32);
    // It stands in URLs and in the configuration of three servers.
    assertThat(installation().backendPassword()).matches("[0-9a-f]{32}");
  }

  @Test
  void hidesThemFromOthers() throws IOException {
    installation().internalSecret();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().secrets())))
        .isEqualTo("rw-------");
  }

  @Test
  void asksForAnApiKeyOnce() {
    var made = new AtomicInteger();

    assertThat(installation().apiKey("write", () -> "tw_" + made.incrementAndGet()))
        .isEqualTo("tw_1");
    assertThat(installation().apiKey("write", () -> "tw_" + made.incrementAndGet()))
        .isEqualTo("tw_1");
  }

  @Test
  void hasAsManyPartitionsAsTheMachineMakesUseOf() {
    assertThat(installation(Map.of(), 2).partitions()).isEqualTo("1");
    // Wherever its data is taken.
    assertThat(installation(Map.of(), 64).partitions()).isEqualTo("1");
    assertThat(installation(Map.of("TIDINGS_PARTITIONS", "8"), 64).partitions()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "4, 2", "6, 2", "8, 4", "64, 4"})
  void hasMorePartitionsOnAMachineWithMoreProcessors(int processors, String partitions) {
    assertThat(installation(Map.of(), processors).partitions()).isEqualTo(partitions);
  }

  @Test
  void hasAsManyAlsoWhereTheFirstStartWasBrokenOff() {
    installation(Map.of(), 2).backendPassword();

    assertThat(installation(Map.of(), 2).partitions()).isEqualTo("1");
  }

  @Test
  void keepsThePartitionsOfBeforeTheyWereWrittenDown() throws IOException {
    Files.writeString(folder().secrets(), "internal-secret=of-long-ago");

    assertThat(installation(Map.of(), 2).partitions()).isEqualTo("4");
  }

  @Test
  void takesThePartitionsThatAreGiven() {
    assertThatThrownBy(() -> installation(Map.of("TIDINGS_PARTITIONS", "3"), 2))
        .hasMessage("TIDINGS_PARTITIONS is 3, but must be a power of two from 1 to 256");
    assertThat(installation(Map.of("TIDINGS_PARTITIONS", "16"), 2).partitions()).isEqualTo("16");
  }

  private Installation installation() {
    return installation(Map.of(), 2);
  }

  private Installation installation(Map<String, String> environment, int processors) {
    return Installation.in(folder(), environment, processors);
  }

  private DataFolder folder() {
    return new DataFolder(root);
  }
}
