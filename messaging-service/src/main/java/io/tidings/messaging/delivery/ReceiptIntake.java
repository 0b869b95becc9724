package io.tidings.messaging.delivery;

import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.channel.ReceiptListener;
import io.tidings.messaging.connection.ReceiptInbox;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the receipts of all connections in, many in one transaction. A provider is kept waiting
 * until its receipt is on file, so that one which could not be kept is delivered again.
 */
@Singleton
final class ReceiptIntake implements ReceiptInbox {
  private static final Logger log = LoggerFactory.getLogger(ReceiptIntake.class);
  private static final int BATCH = 500;

  private final ReceiptRepository receipts;
  private final DeliveryMetrics metrics;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofVirtual().name("receipts").unstarted(this::run);

  ReceiptIntake(ReceiptRepository receipts, DeliveryMetrics metrics) {
    this.receipts = receipts;
    this.metrics = metrics;
  }

  private record Waiting(ReceiptRepository.Incoming incoming, CompletableFuture<Void> onFile) {}

  @PostConstruct
  void start() {
    thread.start();
  }

  @Override
  public ReceiptListener of(String workspaceId, String provider) {
    var source = new ReceiptRepository.Source(workspaceId, provider);
    return receipt -> take(source, receipt);
  }

  private void take(ReceiptRepository.Source source, Receipt receipt) {
    CompletableFuture<Void> onFile = new CompletableFuture<>();
    queue.add(new Waiting(new ReceiptRepository.Incoming(source, receipt, null), onFile));
    try {
      onFile.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the receipt could not be put on file", e);
    }
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (true) {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        keep(batch);
      }
    } catch (InterruptedException e) {
      queue.forEach(waiting -> waiting.onFile().completeExceptionally(e));
    }
  }

  private void keep(List<Waiting> batch) {
    try {
      receipts.add(batch.stream().map(Waiting::incoming).toList());
      batch.forEach(waiting -> waiting.onFile().complete(null));
    } catch (RuntimeException e) {
      log.warn("{} receipts could not be kept and are to be delivered again", batch.size(), e);
      batch.forEach(waiting -> waiting.onFile().completeExceptionally(e));
      return;
    }
    try {
      receipts
          .settle(batch.stream().map(waiting -> waiting.incoming().reference()).toList())
          .forEach(metrics::changed);
    } catch (RuntimeException e) {
      // They are on file, and the sweep brings them together later.
      log.warn("{} receipts wait for their sends", batch.size(), e);
    }
  }

  @PreDestroy
  void stop() {
    thread.interrupt();
  }
}
