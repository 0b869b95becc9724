package io.tidings.quickstart;

import io.tidings.backends.Backends;
import io.tidings.backends.OwnProcess;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A system in a folder of its own, which starts, lives through the demo and a rush of calls and
 * mails, ends and is gone: Java notes what its services load and what they run often, for the start
 * caches of all systems to come. Held once after every build, by a process of its own: {@link
 * RehearseCommand}.
 */
final class Rehearsal {
  private final DataFolder folder;
  private final Console console;
  private @Nullable OwnProcess process;
  private boolean calledOff;

  /**
   * @param folder of the system that waits for it
   */
  Rehearsal(DataFolder folder, Console console) {
    this.folder = folder;
    this.console = console;
  }

  /** Where other people's servers are to be used, nothing is practised on them. */
  boolean isDue() {
    return Backends.areOurs(System.getenv())
        && Stream.of(Service.values())
            .map(service -> StartCache.of(service, folder))
            .anyMatch(StartCache::isMissing);
  }

  /** Returns when the start caches are there. Without them a system starts too, only slower. */
  void hold() {
    console.timed("rehearsal", "for faster starts", this::run);
  }

  private void run() {
    DataFolder stage = folder.rehearsal();
    Backends.delete(stage.root());
    stage.create();
    OwnProcess running = begin(stage);
    if (running == null) {
      return;
    }
    try {
      if (running.await() != 0 && !isCalledOff()) {
        console.say(
            "  the rehearsal failed, so this start and the next take longer; its last lines in %s:\n%s"
                .formatted(running.log(), running.lastLines(5)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      running.stop(Duration.ZERO);
      stage.stopLeftovers();
      Backends.delete(stage.root());
    }
  }

  private synchronized @Nullable OwnProcess begin(DataFolder stage) {
    if (!calledOff) {
      process =
          OwnProcess.start(
              new OwnProcess.Plan(
                  "rehearsal",
                  command(stage),
                  Map.of(),
                  stage.root(),
                  folder.log("rehearsal"),
                  "TERM"),
              folder.root());
    }
    return process;
  }

  /** Ends it, wherever it is. */
  synchronized void callOff() {
    calledOff = true;
    if (process != null) {
      process.stop(Duration.ofSeconds(30));
    }
  }

  private synchronized boolean isCalledOff() {
    return calledOff;
  }

  private static List<String> command(DataFolder stage) {
    var command = new ArrayList<>(List.of(Programs.java().toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            Programs.classPath(),
            Tidings.class.getName(),
            "rehearse",
            "--data",
            stage.root().toString()));
    return command;
  }
}
