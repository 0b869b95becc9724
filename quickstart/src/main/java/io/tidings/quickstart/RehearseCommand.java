package io.tidings.quickstart;

import io.tidings.quickstart.demo.Demo;
import io.tidings.quickstart.demo.Rush;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidings rehearse}: what the first start after a build does before anything else. */
@Command(
    name = "rehearse",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Makes the start caches, in a folder that is of no use afterwards.")
final class RehearseCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() throws InterruptedException {
    DataFolder folder = data.folder().create();
    try (RunningSystem system =
        RunningSystem.start(folder, new Console(System.out), Purpose.REHEARSAL)) {
      new Demo(system.demoTarget(), System.out, Clock.systemUTC()).run();
      new Rush(system.demoTarget(), Clock.systemUTC()).run();
      system.remembers();
    }
    Stream.of(Service.values()).forEach(service -> StartCache.of(service, folder).keep());
    return 0;
  }
}
