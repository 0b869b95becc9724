package io.tidings.quickstart;

import io.tidings.backends.BackingServer;
import java.time.Duration;

/** Starts a server again whenever it has ended without having been told to. */
record ServerWatch(BackingServer server, Console console) {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Until it is interrupted, whatever happens to the server. */
  void run() throws InterruptedException {
    while (true) {
      Thread.sleep(look() ? LOOK : PAUSE);
    }
  }

  /** Whether the server runs now. */
  private boolean look() {
    try {
      if (!server.isRunning()) {
        console.say("%s has ended; starting it again".formatted(server.name()));
        server.start();
        console.say("%s runs again".formatted(server.name()));
      }
      return true;
    } catch (RuntimeException e) {
      console.say("%s does not run: %s".formatted(server.name(), e.getMessage()));
      return false;
    }
  }
}
