package io.tidings.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The one system of all tests that do not mind each other: started for the first of them, stopped
 * after the last. Its folder stays, to be looked at, where one of them failed.
 */
public final class SharedSystem implements BeforeAllCallback, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(SharedSystem.class);

  private @Nullable Running running;

  /** What the launcher started, until the last test class is through. */
  private static final class Running implements AutoCloseable {
    private final Launcher launcher;
    private final Credentials credentials;
    private volatile boolean failed;

    Running() {
      try {
        launcher = new Launcher(Files.createTempDirectory("tidings-shared"));
        launcher.run("up", "--detach").succeeded();
        credentials = launcher.credentials();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while the system was started", e);
      }
    }

    @Override
    public void close() throws IOException, InterruptedException {
      launcher.run("stop").succeeded();
      if (!failed) {
        delete(launcher.data());
      }
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> content = Files.walk(folder)) {
        for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Running.class, _ -> new Running(), Running.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    running().failed |= context.getExecutionException().isPresent();
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("a SharedSystem is registered as a static field");
    }
    return running;
  }

  public Launcher launcher() {
    return running().launcher;
  }

  public Credentials credentials() {
    return running().credentials;
  }

  /** The system from within, as its owner can get at it. */
  public DataFolder folder() {
    return new DataFolder(launcher().data());
  }

  /** With the address of the gateway and the sandbox. */
  public RestClient rest() {
    return new RestClient(credentials());
  }
}
