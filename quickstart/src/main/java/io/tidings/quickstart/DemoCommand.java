package io.tidings.quickstart;

import io.tidings.quickstart.demo.Demo;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidings demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Starts everything, tells the story of an internet provider, and keeps running.")
final class DemoCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--exit",
      description = "Stop afterwards; the exit code is 1 if any number is not what it must be.")
  private boolean exit;

  @Override
  public Integer call() throws InterruptedException {
    DataFolder folder = data.folder().create();
    try (RunningSystem system = RunningSystem.start(folder, new Console(System.out))) {
      system.ready();
      boolean holds = new Demo(system.demoTarget(), System.out, Clock.systemUTC()).run();
      if (!exit) {
        system.introduce();
        system.awaitEnd();
      }
      return holds ? 0 : 1;
    }
  }
}
