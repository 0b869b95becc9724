package io.tidings.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.tidings.proto.outbox.v1.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one partition of one group: takes the messages that are there, applies them as one batch,
 * acknowledges them together. A batch that fails is tried again as long as the fault may pass; any
 * other fault is narrowed down to the entry, which is given up after its attempts.
 */
final class PartitionConsumer implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(PartitionConsumer.class);

  /** Counted with the facts unpacked. */
  private static final int BATCH_BYTES = 1024 * 1024;

  private static final int ATTEMPTS = 3;

  private final FactConsumer consumer;
  private final int partition;
  private final int prefetch;
  private final Broker broker;
  private final EntryApplier applier;
  private final DeadLetters deadLetters;
  private final GroupMetrics metrics;
  private volatile boolean stopped;

  PartitionConsumer(
      FactConsumer consumer,
      int partition,
      int prefetch,
      Broker broker,
      EntryApplier applier,
      DeadLetters deadLetters,
      GroupMetrics metrics) {
    this.consumer = consumer;
    this.partition = partition;
    this.prefetch = prefetch;
    this.broker = broker;
    this.applier = applier;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  String name() {
    return "consumer-" + queue();
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
    boolean failing = false;
    while (!stopped) {
      try (Subscription subscription = new Subscription()) {
        if (failing) {
          log.info("{} is read again", queue());
          failing = false;
        }
        backoff.reset();
        work(subscription);
      } catch (InterruptedException _) {
        return;
      } catch (Exception e) {
        if (!failing && !stopped) {
          log.warn("{} cannot be read, trying on: {}", queue(), Failure.kinds(e));
          failing = true;
        }
        if (!paused(backoff.next())) {
          return;
        }
      }
    }
  }

  private void work(Subscription subscription) throws IOException, InterruptedException {
    while (!stopped) {
      Batch batch = subscription.next();
      if (!batch.entries().isEmpty() && !apply(batch.entries(), subscription)) {
        return;
      }
      subscription.acknowledge(batch.last());
    }
  }

  /**
   * What is applied and acknowledged together.
   *
   * @param last the message in which it ends
   */
  private record Batch(List<Entry> entries, Delivery last) {}

  private List<Entry> entries(Delivery message) {
    try {
      return io.tidings.proto.outbox.v1.Delivery.parseFrom(message.getBody()).getEntriesList();
    } catch (InvalidProtocolBufferException _) {
      log.error("{} got a message that is not a delivery; it is a dead letter now", queue());
      deadLetters.give(consumer.group(), partition, message.getBody());
      metrics.givenUp();
      return List.of();
    }
  }

  /** Answers whether the entries are done with; not so where they will be delivered again. */
  private boolean apply(List<Entry> entries, Subscription subscription) {
    Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    int attempt = 0;
    while (true) {
      try {
        applier.apply(entries);
        return true;
      } catch (Exception
          | LinkageError
          | AssertionError
          | StackOverflowError
          | OutOfMemoryError e) {
        boolean passes = Failure.isTransient(e);
        attempt = passes ? attempt : attempt + 1;
        if (!passes && entries.size() > 1) {
          return applyHalves(entries, subscription);
        }
        if (attempt == ATTEMPTS) {
          giveUp(entries.getFirst(), e);
          return true;
        }
        Duration wait = backoff.next();
        tell(entries, e, wait);
        metrics.retried();
        // Where the channel is gone, the broker delivers again, maybe to another process.
        if (!paused(wait) || !subscription.isOpen()) {
          return false;
        }
      }
    }
  }

  private boolean applyHalves(List<Entry> entries, Subscription subscription) {
    int middle = entries.size() / 2;
    return apply(entries.subList(0, middle), subscription)
        && apply(entries.subList(middle, entries.size()), subscription);
  }

  private void giveUp(Entry entry, Throwable failure) {
    deadLetters.give(consumer.group(), partition, entry, failure);
    metrics.givenUp();
    log.error(
        "{} gave up entry {} of {} after {} attempts; it is a dead letter now: {} at {}",
        queue(),
        entry.getId(),
        entry.getPublisher(),
        ATTEMPTS,
        Failure.kinds(failure),
        Failure.place(failure).lines().findFirst().orElse("an unknown place"));
  }

  private void tell(List<Entry> entries, Throwable failure, Duration wait) {
    log.warn(
        "{} could not apply {} entries, again in {} ms: {}",
        queue(),
        entries.size(),
        wait.toMillis(),
        Failure.kinds(failure));
  }

  private boolean paused(Duration wait) {
    try {
      Thread.sleep(wait);
      return !stopped;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String queue() {
    return Topology.queue(consumer.group(), partition);
  }

  /** One channel's life: what the broker hands over on it, and the way to acknowledge it. */
  private final class Subscription implements AutoCloseable {
    private final Channel channel;
    private final BlockingQueue<Delivery> delivered = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Stands in the queue for the end of the subscription. */
    private final Delivery end = new Delivery(null, null, new byte[0]);

    Subscription() throws IOException {
      channel = broker.channel(Broker.Use.CONSUMING);
      channel.addShutdownListener(_ -> end());
      Topology.declareExchange(channel);
      Topology.declareDeadLetterQueue(channel, consumer.group());
      Topology.declarePartition(channel, consumer.group(), partition, consumer.publishers());
      channel.basicQos(prefetch);
      channel.basicConsume(
          queue(), false, (_, message) -> delivered.add(message), (String _) -> end());
    }

    boolean isOpen() {
      return !ended.get() && channel.isOpen();
    }

    /** Waits for messages; takes what is there, up to a size. */
    Batch next() throws IOException, InterruptedException {
      List<Entry> entries = new ArrayList<>();
      long bytes = 0;
      Delivery last = delivered.take();
      @Nullable Delivery message = last;
      while (message != null) {
        if (message == end) {
          throw new IOException("the subscription ended");
        }
        last = message;
        List<Entry> more = entries(message);
        entries.addAll(more);
        bytes += more.stream().mapToLong(EntryFacts::bytes).sum();
        message = bytes < BATCH_BYTES ? delivered.poll() : null;
      }
      return new Batch(entries, last);
    }

    void acknowledge(Delivery last) throws IOException {
      channel.basicAck(last.getEnvelope().getDeliveryTag(), true);
    }

    @Override
    public void close() {
      try {
        channel.abort();
      } catch (IOException | AlreadyClosedException _) {
        // It is closed, one way or the other.
      }
    }

    private void end() {
      if (ended.compareAndSet(false, true)) {
        delivered.add(end);
      }
    }
  }
}
