package io.tidings.quickstart;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The services of one system, each a process. */
final class Fleet {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration PATIENCE_WHILE_WRITING = Duration.ofMinutes(2);

  private final ServicePlans plans;
  private final DataFolder folder;
  private final Console console;
  private final Readiness readiness;
  private final List<ServiceProcess> trainees = new CopyOnWriteArrayList<>();
  private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();

  Fleet(ServicePlans plans, DataFolder folder, Console console, Readiness readiness) {
    this.plans = plans;
    this.folder = folder;
    this.console = console;
    this.readiness = readiness;
  }

  /**
   * Makes the service's start cache if there is none: the service starts, and ends at once. Takes a
   * few times as long as a start, once after every build.
   */
  void prepare(Service service) {
    StartCache cache = StartCache.of(service, folder);
    if (cache.isMissing()) {
      console.timed(
          service.module() + " cache",
          "for faster starts",
          () -> {
            ServiceProcess trainee = process(service, cache.making());
            trainees.add(trainee);
            startAndAwait(trainee);
            trainee.stop(PATIENCE_WHILE_WRITING);
            cache.keep();
          });
    }
  }

  /** Returns when the service is ready. Throws {@link StartException} if it does not come up. */
  void start(Service service) {
    ServiceProcess process = process(service, StartCache.of(service, folder).using());
    services.add(process);
    startAndAwait(process);
  }

  private ServiceProcess process(Service service, List<String> startUp) {
    return new ServiceProcess(service, plans.of(service, startUp), folder, console);
  }

  private void startAndAwait(ServiceProcess process) {
    process.start();
    try {
      process.awaitReady(readiness, LIMIT);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  /** Starts services again that die, until they are stopped. */
  void watch(ExecutorService threads) {
    services.forEach(service -> threads.submit(() -> watch(service)));
  }

  private static void watch(ServiceProcess service) {
    try {
      service.watch();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      trainees.forEach(trainee -> threads.submit(() -> trainee.stop(Duration.ZERO)));
      services.forEach(service -> threads.submit(() -> service.stop()));
    }
  }
}
