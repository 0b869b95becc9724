package io.tidings.quickstart;

import io.tidings.backends.Backends;
import io.tidings.backends.BackingServer;
import io.tidings.backends.Leftovers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Runs one system: brings everything up, watches over it, and takes everything down. */
final class Supervisor implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final DataFolder folder;
  private final Console console;
  private final Installation installation;
  private final Addresses addresses;
  private final Backends backends;
  private final List<ServiceProcess> services;
  private final OutsideWorld outside;
  private final Readiness readiness;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Only whoever holds the folder's lock may make one. */
  Supervisor(DataFolder folder, Console console) {
    this.folder = folder;
    this.console = console;
    List<String> leftovers = Leftovers.stop(folder.root());
    if (!leftovers.isEmpty()) {
      console.say("  stopped what an earlier run left behind: " + String.join(", ", leftovers));
    }
    this.installation = Installation.in(folder);
    var ports = folder.ports();
    this.addresses = Addresses.choose(ports);
    this.backends =
        Backends.prepare(
            Backends.Plan.durable(folder.root(), installation.backendPassword(), ports, console));
    this.outside = new OutsideWorld(folder, ports);
    this.readiness = new Readiness(addresses);
    var plans = new ServicePlans(folder, addresses, backends, installation);
    this.services =
        Stream.of(Service.values())
            .map(service ->
                new ServiceProcess(service, plans.of(service, List.of()), folder, console))
            .toList();
  }

  /**
   * Returns when everything is ready. Throws {@link StartException} if something does not come up.
   */
  void start() {
    var servers =
        CompletableFuture.allOf(
            inBackground(() -> start(backends.rabbit())),
            inBackground(() -> start(backends.redis())),
            inBackground(() -> timed("sandbox", outside.url(), outside::start)));
    // Services need PostgreSQL for their first breath; for the others they wait by themselves.
    var postgres =
        inBackground(() -> {
          start(backends.postgres());
          Stream.of(Service.values())
              .flatMap(service -> service.database().stream())
              .forEach(backends.postgres()::createDatabase);
        });
    var all =
        services.stream()
            .map(service -> postgres.thenRunAsync(() -> start(service), threads))
            .toList();
    try {
      postgres.join();
      servers.join();
      all.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException told ? told : e;
    }
    services.forEach(service -> inBackground(() -> watch(service)));
    timed("keys and providers", folder.credentials().getFileName().toString(), this::introduce);
  }

  /**
   * Makes what is in the databases from the start: API keys, and the connections to the sandbox.
   */
  private void introduce() {
    var administrator = new AdministratorClient(addresses, installation.administratorKey());
    Credentials.write(folder, installation, addresses, outside.url(), administrator);
    outside.connect(administrator);
  }

  private CompletableFuture<Void> inBackground(Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  private void start(BackingServer server) {
    timed(server.name(), server.address(), server::start);
  }

  private void start(ServiceProcess service) {
    timed(
        service.service().module(),
        service.service().hasGrpc()
            ? addresses.grpc(service.service())
            : addresses.http(service.service()),
        () -> {
          service.start();
          try {
            service.awaitReady(readiness, LIMIT);
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private void watch(ServiceProcess service) {
    try {
      service.watch();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void timed(String step, String how, Runnable work) {
    console.began(step);
    long start = System.nanoTime();
    work.run();
    console.done(step, how, Duration.ofNanos(System.nanoTime() - start));
  }

  Addresses addresses() {
    return addresses;
  }

  Installation installation() {
    return installation;
  }

  String sandboxUrl() {
    return outside.url();
  }

  /** Returns when the system was taken down. */
  void awaitEnd() throws InterruptedException {
    closed.await();
  }

  /**
   * Takes everything down, services before what they stand on; also what is only about to come up.
   */
  @Override
  public void close() {
    threads.shutdownNow();
    try (var stopping = Executors.newVirtualThreadPerTaskExecutor()) {
      services.forEach(service -> stopping.submit(service::stop));
      stopping.submit(outside::stop);
    }
    backends.close();
    // What came up while it was being taken down.
    Leftovers.stop(folder.root());
    readiness.close();
    closed.countDown();
  }
}
