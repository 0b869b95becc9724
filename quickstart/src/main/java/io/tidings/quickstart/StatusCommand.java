package io.tidings.quickstart;

import io.tidings.backends.Leftovers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidings status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says what runs. The exit code is 0 if all of it is ready.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() throws InterruptedException {
    DataFolder folder = data.folder();
    List<String> running = Leftovers.running(folder.root());
    if (!FolderLock.isHeld(folder)) {
      System.out.println(
          running.isEmpty()
              ? "Nothing runs in " + folder.root()
              : "Nothing watches over %s, but these were left running: %s; ./tidings stop ends them"
                  .formatted(folder.root(), String.join(", ", running)));
      return 1;
    }
    SystemState state = SystemState.read(folder).orElseThrow();
    System.out.printf(
        "Tidings in %s is %s (pid %d)%n",
        folder.root(), state.phase().name().toLowerCase(Locale.ROOT), state.pid());
    boolean ready = state.phase() == SystemState.Phase.READY;
    Addresses addresses = Addresses.kept(folder.ports());
    try (var readiness = new Readiness(addresses)) {
      for (Service service : Service.values()) {
        boolean up = running.contains(service.module()) && readiness.of(service);
        ready &= up;
        System.out.printf(
            "  %-20s %-9s %s%n",
            service.module(),
            up ? "ready" : running.contains(service.module()) ? "not ready" : "down",
            service.hasGrpc() ? addresses.grpc(service) : addresses.http(service));
      }
    }
    for (String server : List.of("postgres", "rabbitmq", "redis")) {
      if (running.contains(server)) {
        System.out.printf("  %-20s running%n", server);
      }
    }
    return ready ? 0 : 1;
  }
}
