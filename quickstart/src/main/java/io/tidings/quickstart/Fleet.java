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
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PATIENCE_WHILE_WRITING = Duration.ofMinutes(2);

  private final ServicePlans plans;
  private final DataFolder folder;
  private final Console console;
  private final Readiness readiness;
  private final Purpose purpose;
  private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();

  private volatile Duration patience;

  Fleet(
      ServicePlans plans,
      DataFolder folder,
      Console console,
      Readiness readiness,
      Purpose purpose) {
    this.plans = plans;
    this.folder = folder;
    this.console = console;
    this.readiness = readiness;
    this.purpose = purpose;
    this.patience = purpose == Purpose.USE ? PATIENCE : Duration.ZERO;
  }

  /** Returns when the service is ready. Throws {@link StartException} if it does not come up. */
  void start(Service service) {
    StartCache cache = StartCache.of(service, folder);
    List<String> startUp = purpose == Purpose.USE ? cache.using() : cache.making();
    var process = new ServiceProcess(service, plans.of(service, startUp), folder, console);
    services.add(process);
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
      services.forEach(service -> threads.submit(() -> service.stop(patience)));
    }
  }

  /** What the services of a rehearsal have learned is worth waiting for when they end. */
  void remembers() {
    patience = PATIENCE_WHILE_WRITING;
  }
}
