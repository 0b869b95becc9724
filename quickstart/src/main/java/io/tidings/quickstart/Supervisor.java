package io.tidings.quickstart;

import io.tidings.backends.Backends;
import io.tidings.backends.BackingServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Runs one system: brings everything up, watches over it, and takes everything down. */
final class Supervisor implements AutoCloseable {
  private final DataFolder folder;
  private final Console console;
  private final Installation installation;
  private final Addresses addresses;
  private final Backends backends;
  private final Fleet fleet;
  private final OutsideWorld outside;
  private final Readiness readiness;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Only whoever holds the folder's lock may make one. */
  Supervisor(DataFolder folder, Console console, Purpose purpose) {
    this.folder = folder;
    this.console = console;
    List<String> leftovers = folder.stopLeftovers();
    if (!leftovers.isEmpty()) {
      console.say("  stopped what an earlier run left behind: " + String.join(", ", leftovers));
    }
    this.installation =
        Installation.in(folder, System.getenv(), Runtime.getRuntime().availableProcessors());
    var ports = folder.ports();
    this.addresses = Addresses.choose(ports);
    this.backends =
        Backends.prepare(
            Backends.Plan.durable(folder.root(), installation.backendPassword(), ports, console));
    this.outside = new OutsideWorld(folder, ports);
    this.readiness = new Readiness(addresses);
    var plans = new ServicePlans(folder, addresses, backends, installation);
    this.fleet = new Fleet(plans, folder, console, readiness, purpose);
  }

  /**
   * Returns when everything is ready. Throws {@link StartException} if something does not come up.
   */
  void start() {
    var others =
        CompletableFuture.allOf(
            inBackground(() -> start(backends.redis())),
            inBackground(() -> console.timed("sandbox", outside.url(), outside::start)));
    var rabbit = inBackground(() -> start(backends.rabbit()));
    // Services need PostgreSQL for their first breath.
    var postgres =
        inBackground(() -> {
          start(backends.postgres());
          Stream.of(Service.values())
              .flatMap(service -> service.database().stream())
              .forEach(backends.postgres()::createDatabase);
        });
    // For RabbitMQ they could wait by themselves, but more of them than there are cores would keep
    // it from coming up.
    var servers = CompletableFuture.allOf(postgres, rabbit);
    int cores = Runtime.getRuntime().availableProcessors();
    var services =
        Stream.of(Service.values())
            .map(service ->
                (service.ordinal() < cores ? postgres : servers)
                    .thenRunAsync(() -> start(service), threads))
            .toList();
    try {
      servers.join();
      others.join();
      services.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException told ? told : e;
    }
    fleet.watch(threads);
    backends.all().forEach(server -> inBackground(() -> watch(new ServerWatch(server, console))));
    console.timed(
        "keys and providers", folder.credentials().getFileName().toString(), this::introduce);
  }

  /**
   * Makes what is in the databases from the start: API keys, and the connections to the sandbox.
   */
  private void introduce() {
    Credentials.write(folder, installation, addresses, outside.url(), administrator());
    List<String> theirs = connections().connect();
    if (!theirs.isEmpty()) {
      console.say("  left as you connected them: " + String.join(", ", theirs));
    }
  }

  private AdministratorClient administrator() {
    return new AdministratorClient(addresses, installation.administratorKey());
  }

  /** Those that lead into the sandbox. */
  SandboxConnections connections() {
    return outside.connections(administrator());
  }

  private CompletableFuture<Void> inBackground(Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  private void start(BackingServer server) {
    console.timed(server.name(), server.address(), server::start);
  }

  private void start(Service service) {
    console.timed(
        service.module(),
        service.hasGrpc() ? addresses.grpc(service) : addresses.http(service),
        () -> fleet.start(service));
  }

  private static void watch(ServerWatch watch) {
    try {
      watch.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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

  /** What the services of a rehearsal have learned will be written down. */
  void remembers() {
    fleet.remembers();
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
      stopping.submit(fleet::stop);
      stopping.submit(outside::stop);
    }
    backends.close();
    // What came up while it was being taken down.
    folder.stopLeftovers();
    readiness.close();
    closed.countDown();
  }
}
