package io.tidings.quickstart;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidings up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts everything and runs until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--detach", description = "Return when all is ready and leave it running.")
  private boolean detach;

  @Override
  public Integer call() throws InterruptedException {
    DataFolder folder = data.folder().create();
    return detach ? new Detached(folder, System.out).start() : run(folder);
  }

  private static int run(DataFolder folder) throws InterruptedException {
    long start = System.nanoTime();
    try (RunningSystem system = RunningSystem.start(folder, new Console(System.out))) {
      system
          .console()
          .say(
              String.format(
                  Locale.ROOT,
                  "Tidings is ready after %.1f s:",
                  seconds(System.nanoTime() - start)));
      system.introduce();
      system.ready();
      system.awaitEnd();
    }
    return 0;
  }

  private static double seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1000.0;
  }
}
