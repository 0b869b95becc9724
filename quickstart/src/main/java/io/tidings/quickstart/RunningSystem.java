package io.tidings.quickstart;

import io.tidings.quickstart.SystemState.Phase;
import io.tidings.quickstart.demo.DemoTarget;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/** A system that this process runs, from taking its folder's lock to giving it back. */
final class RunningSystem implements AutoCloseable {
  private final DataFolder folder;
  private final FolderLock lock;
  private final Console console;
  private final Rehearsal rehearsal;
  private final Supervisor supervisor;
  private final AtomicBoolean closing = new AtomicBoolean();

  private RunningSystem(DataFolder folder, FolderLock lock, Console console, Purpose purpose) {
    this.folder = folder;
    this.lock = lock;
    this.console = console;
    say(Phase.STARTING);
    this.rehearsal = new Rehearsal(folder, console);
    this.supervisor = new Supervisor(folder, console, purpose);
  }

  /**
   * Returns when all is ready. Whatever ends this process, a Ctrl-C or a failure, takes the system
   * down with it.
   */
  static RunningSystem start(DataFolder folder, Console console) {
    return start(folder, console, Purpose.USE);
  }

  static RunningSystem start(DataFolder folder, Console console, Purpose purpose) {
    FolderLock lock =
        FolderLock.acquire(folder)
            .orElseThrow(() ->
                new StartException(
                    "a system runs in %s already; see ./tidings status --data %s"
                        .formatted(folder.root(), folder.root())));
    console.say("Starting Tidings in " + folder.root());
    var system = new RunningSystem(folder, lock, console, purpose);
    Runtime.getRuntime().addShutdownHook(new Thread(system::close));
    try {
      if (purpose == Purpose.USE && system.rehearsal.isDue()) {
        system.rehearsal.hold();
      }
      system.supervisor.start();
    } catch (RuntimeException e) {
      if (system.closing.get()) {
        throw new StartException("stopped before it was ready");
      }
      system.close();
      throw e;
    }
    // The heap that only the start needed is given back.
    System.gc();
    return system;
  }

  /** Tells whoever waits for it: all has been said that is to be said before. */
  void ready() {
    say(Phase.READY);
  }

  private void say(Phase phase) {
    new SystemState(ProcessHandle.current().pid(), phase).write(folder);
  }

  Console console() {
    return console;
  }

  /** Says where to look. */
  void introduce() {
    console.say("  REST         " + supervisor.addresses().http(Service.GATEWAY));
    console.say("  sandbox      " + supervisor.sandboxUrl());
    console.say("  credentials  " + folder.credentials());
  }

  /**
   * The system as its clients see it, to tell a story to. Throws {@link StartException} where what
   * the story sends would leave the sandbox.
   */
  DemoTarget demoTarget() {
    supervisor.connections().mustBeAll();
    Addresses addresses = supervisor.addresses();
    Installation installation = supervisor.installation();
    return new DemoTarget(
        URI.create(addresses.http(Service.GATEWAY)),
        URI.create(supervisor.sandboxUrl()),
        installation.apiKey("write"),
        installation.apiKey("secret"),
        addresses.grpc(Service.EVENT),
        addresses.grpc(Service.SEGMENT),
        addresses.grpc(Service.MESSAGING));
  }

  /** What the services of a rehearsal have learned will be written down when it closes. */
  void remembers() {
    supervisor.remembers();
  }

  void awaitEnd() throws InterruptedException {
    supervisor.awaitEnd();
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    try (lock) {
      sayStopping();
      try {
        rehearsal.callOff();
      } finally {
        supervisor.close();
      }
      console.say("Tidings is stopped.");
    }
  }

  /** Where it cannot be said, on a full disk, everything is stopped all the same. */
  private void sayStopping() {
    try {
      say(Phase.STOPPING);
    } catch (UncheckedIOException e) {
      console.say("  could not write %s: %s".formatted(folder.state(), e.getMessage()));
    }
  }
}
