package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's promises: data is kept, nothing is left running, two systems do not meet. */
class LifecycleIT {
  private static final Duration START = Duration.ofMinutes(3);

  @RegisterExtension static final SharedSystem SHARED = new SharedSystem();

  @TempDir Path temporary;

  private Launcher first() {
    return new Launcher(temporary.resolve("first"));
  }

  @AfterEach
  void stop() throws Exception {
    first().run("stop");
  }

  @Test
  void dataAndKeysAreKeptAcrossAStopAndAKillAndNothingIsLeftRunning() throws Exception {
    Credentials before = besideAnother();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentialsFile())))
        .isEqualTo("rw-------");
    identify(before, "kept-over-stop");
    first().run("stop").succeeded();
    assertThat(processesOf(first())).isEmpty();

    inForeground();
    assertKnown("kept-over-stop");
    identify(first().credentials(), "kept-over-kill");
    killEverything();
    assertThat(processesOf(first())).as("what a kill -9 leaves behind").isNotEmpty();

    Process launcher = inForeground();
    assertThat(Files.readString(output())).contains("stopped what an earlier run left behind");
    assertKnown("kept-over-kill");
    assertThat(first().credentials().get("TIDINGS_SECRET_KEY"))
        .isEqualTo(before.get("TIDINGS_SECRET_KEY"));
    signal("INT", launcher);
    assertThat(processesOf(first())).isEmpty();
    assertThat(SHARED.launcher().run("status").succeeded().output()).contains("user-service");
  }

  /** Comes up while the shared one runs, on ports and data of its own, and is met by nobody. */
  private Credentials besideAnother() throws Exception {
    first().run("up", "--detach").succeeded();
    assertThat(first().data().resolve("rehearsal")).doesNotExist();
    Launcher shared = SHARED.launcher();
    String user = "only-in-shared-" + UUID.randomUUID();
    identify(shared.credentials(), user);

    assertThat(status(first(), user)).isEqualTo(404);
    assertThat(status(shared, user)).isEqualTo(200);
    assertThat(first().run("status").succeeded().output()).contains("user-service");
    return first().credentials();
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "rehearse"})
  void aStartThatIsBrokenOffLeavesNothingRunning(String command) throws Exception {
    Process launcher = first().start(output(), command);
    await().atMost(START).until(() -> Files.readString(output()).contains("✓ PostgreSQL"));

    signal("TERM", launcher);

    assertThat(processesOf(first())).isEmpty();
  }

  /** Returns when the system is ready; it runs as long as its launcher. */
  private Process inForeground() throws IOException {
    Process launcher = first().start(output(), "up");
    await().atMost(START).until(() -> Files.readString(output()).contains("Tidings is ready"));
    return launcher;
  }

  /** As by a Ctrl-C at the terminal, or by the system's shutdown. Returns when all has ended. */
  private static void signal(String signal, Process launcher) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(launcher.pid())).start().waitFor();
    assertThat(launcher.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  private Path output() {
    return temporary.resolve("up.out");
  }

  private Path credentialsFile() {
    return first().data().resolve("credentials.env");
  }

  private static void identify(Credentials credentials, String userId) throws Exception {
    var answer =
        new RestClient(credentials)
            .post(
                "/v1/identify",
                credentials.get("TIDINGS_WRITE_KEY"),
                "{\"userId\": \"%s\", \"traits\": {\"plan\": \"Plus\"}}".formatted(userId));
    assertThat(answer.status()).isEqualTo(200);
  }

  private void assertKnown(String userId) throws Exception {
    assertThat(status(first(), userId)).isEqualTo(200);
  }

  private static int status(Launcher launcher, String userId) throws Exception {
    Credentials credentials = launcher.credentials();
    return new RestClient(credentials)
        .get("/v1/users/" + userId, credentials.get("TIDINGS_SECRET_KEY"))
        .status();
  }

  /** Supervisor and all, as a power cut would. */
  private void killEverything() throws IOException {
    List<ProcessHandle> supervisors =
        processesOf(first()).stream()
            .filter(process -> commandLine(process).contains("quickstart.jar"))
            .toList();
    assertThat(supervisors).isNotEmpty();
    supervisors.forEach(ProcessHandle::destroyForcibly);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> supervisors.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Every process that works in the data folder, or names it on its command line. */
  private static List<ProcessHandle> processesOf(Launcher launcher) {
    String folder = launcher.data().toString();
    return ProcessHandle.allProcesses()
        .filter(process ->
            commandLine(process).contains(folder) || workingFolder(process).startsWith(folder))
        .toList();
  }

  private static String workingFolder(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd"))
          .toString();
    } catch (IOException gone) {
      return "";
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
