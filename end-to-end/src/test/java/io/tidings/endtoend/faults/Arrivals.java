package io.tidings.endtoend.faults;

import io.tidings.endtoend.Sandbox;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How often each message came out at the sandbox, which keeps no more than the latest itself. */
final class Arrivals implements AutoCloseable {
  private static final String TEXTS = "sms";

  private final Sandbox sandbox;
  private final Map<String, Map<String, Integer>> found = new HashMap<>();
  private final ScheduledExecutorService collecting = Executors.newSingleThreadScheduledExecutor();

  Arrivals(Sandbox sandbox) {
    this.sandbox = sandbox;
    collecting.scheduleWithFixedDelay(this::collect, 2, 2, TimeUnit.SECONDS);
  }

  /** How many mails with the subject reached each address. */
  Map<String, Integer> mails(String subject) {
    return of("email " + subject);
  }

  /** How many texts reached each number. */
  Map<String, Integer> texts() {
    return of(TEXTS);
  }

  private synchronized Map<String, Integer> of(String kind) {
    collect();
    return found.getOrDefault(kind, Map.of());
  }

  private synchronized void collect() {
    try {
      sandbox.take((channel, to, subject) ->
          found
              .computeIfAbsent(
                  channel.equals(TEXTS) ? TEXTS : channel + " " + subject, _ -> new HashMap<>())
              .merge(to, 1, Integer::sum));
    } catch (IOException e) {
      throw new AssertionError("the sandbox cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    collecting.shutdownNow();
  }
}
