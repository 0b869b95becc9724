package io.tidings.backends;

import java.io.IOException;
import java.util.List;

/**
 * Sends the signals that Java cannot: PostgreSQL, for one, is told by INT and not by TERM to end at
 * once.
 */
final class Signals {
  private Signals() {}

  static void send(ProcessHandle process, String signal) {
    if (signal.equals("TERM")) {
      process.destroy();
      return;
    }
    try {
      new ProcessBuilder(List.of("kill", "-" + signal, Long.toString(process.pid())))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
