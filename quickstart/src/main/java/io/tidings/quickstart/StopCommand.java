package io.tidings.quickstart;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidings stop}. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Stops a system, and whatever one that was killed left running.")
final class StopCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() throws InterruptedException {
    DataFolder folder = data.folder();
    if (!FolderLock.isHeld(folder)) {
      List<String> leftovers = folder.stopLeftovers();
      System.out.println(
          leftovers.isEmpty()
              ? "Nothing runs in " + folder.root()
              : "Stopped what an earlier run left behind: " + String.join(", ", leftovers));
      return 0;
    }
    Optional<ProcessHandle> supervisor =
        SystemState.read(folder).flatMap(state -> ProcessHandle.of(state.pid()));
    supervisor.ifPresent(ProcessHandle::destroy);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // It gives the lock back a moment before it is gone itself.
    while (FolderLock.isHeld(folder) || supervisor.filter(ProcessHandle::isAlive).isPresent()) {
      if (System.nanoTime() > deadline) {
        throw new StartException(
            "the system in %s does not stop; see %s"
                .formatted(folder.root(), folder.log("tidings")));
      }
      Thread.sleep(100);
    }
    // One that could not end in good order has stopped nothing.
    List<String> leftovers = folder.stopLeftovers();
    System.out.println(
        leftovers.isEmpty()
            ? "Tidings is stopped."
            : "Tidings is stopped, and what it left behind: " + String.join(", ", leftovers));
    return 0;
  }
}
