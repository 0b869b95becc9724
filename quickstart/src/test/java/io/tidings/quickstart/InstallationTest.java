package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private Installation installation() {
    return Installation.in(folder());
  }

  private DataFolder folder() {
    return new DataFolder(root);
  }
}
