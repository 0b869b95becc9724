package io.tidings.messaging.delivery;

import io.tidings.messaging.database.Database;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendEvents;
import io.tidings.messaging.send.State;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what became of sends on file, as many in one transaction as have come together while the
 * last one was written. It goes on trying while the database is away: what providers answered is
 * not forgotten, and no more is claimed meanwhile.
 */
@Singleton
final class Recorder {
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** So many in one transaction say that many more will come. */
  private static final int BUSY = 10;

  /** How long they are then waited for: a transaction costs as much as the rows of some mails. */
  private static final Duration GATHERING = Duration.ofMillis(10);

  private final Database database;
  private final ClaimRepository claims;
  private final ReceiptRepository receipts;
  private final SendEvents events;
  private final DeliveryMetrics metrics;
  private final BlockingQueue<Recording> queue = new LinkedBlockingQueue<>();

  // Not virtual: it mostly waits for the database, which is dearer there.
  private final Thread thread = Thread.ofPlatform().daemon().name("recorder").unstarted(this::run);

  Recorder(
      Database database,
      ClaimRepository claims,
      ReceiptRepository receipts,
      SendEvents events,
      DeliveryMetrics metrics) {
    this.database = database;
    this.claims = claims;
    this.receipts = receipts;
    this.events = events;
    this.metrics = metrics;
  }

  @PostConstruct
  void start() {
    thread.start();
  }

  void add(Recording recording) {
    queue.add(recording);
  }

  private void run() {
    List<Recording> batch = new ArrayList<>();
    try {
      while (true) {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        recordUntilDone(batch);
        if (batch.size() >= BUSY) {
          Thread.sleep(GATHERING);
        }
      }
    } catch (InterruptedException e) {
      if (!queue.isEmpty()) {
        log.warn("{} outcomes are left unrecorded; their leases will run out", queue.size());
      }
    }
  }

  private void recordUntilDone(List<Recording> batch) throws InterruptedException {
    boolean failing = false;
    while (true) {
      try {
        record(batch);
        return;
      } catch (RuntimeException e) {
        if (!failing) {
          log.warn("outcomes of {} sends wait to be recorded", batch.size(), e);
          failing = true;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private void record(List<Recording> batch) {
    List<Send> recorded =
        database.inTransaction(_ -> {
          List<Send> sends = claims.record(batch).stream().map(Recording::send).toList();
          events.publish(sends);
          return sends;
        });
    batch.forEach(recording -> recording.done().run());
    recorded.stream().filter(send -> send.state().hasEnded()).forEach(metrics::changed);
    settle(recorded);
  }

  /** A receipt may have come before the reference that it names was on file. */
  private void settle(List<Send> recorded) {
    List<ReceiptRepository.Reference> references =
        recorded.stream()
            .filter(send -> send.state() == State.SENT)
            .map(send ->
                new ReceiptRepository.Reference(
                    new ReceiptRepository.Source(
                        send.order().workspaceId(), Objects.requireNonNull(send.provider())),
                    Objects.requireNonNull(send.providerReference())))
            .toList();
    if (references.isEmpty()) {
      return;
    }
    try {
      receipts.settle(references).forEach(metrics::changed);
    } catch (RuntimeException e) {
      log.warn("receipts of {} sends are looked for later", references.size(), e);
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    // Nobody adds any more: the workers were stopped before.
    for (int i = 0; i < 20 && !queue.isEmpty(); i++) {
      Thread.sleep(Duration.ofMillis(50));
    }
    thread.interrupt();
    thread.join(Duration.ofSeconds(2));
  }
}
