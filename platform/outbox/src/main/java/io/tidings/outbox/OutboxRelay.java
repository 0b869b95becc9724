package io.tidings.outbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.outbox.ConfirmedChannel.Outcome;
import io.tidings.outbox.ConfirmedChannel.Outgoing;
import io.tidings.outbox.OutboxTable.Row;
import io.tidings.outbox.OutboxTable.Waiting;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the outbox holds, in order, and deletes what the broker has confirmed. Commits of
 * this process wake it; a slow poll finds what a crashed process left. Of all processes of the
 * service one at a time relays: whoever has something takes the lock for one pass.
 */
@Singleton
@Requires(property = "tidings.outbox.publisher")
final class OutboxRelay {
  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

  /**
   * A message costs each of its queues two writes, and each reader a transaction, however little it
   * holds. One who comes soon after another waits the short time; in a stream, where many in a row
   * came within the long time, each pass takes what came in the long time.
   */
  private static final Duration SHORT_REST = Duration.ofMillis(10);

  private static final Duration LONG_REST = Duration.ofMillis(40);

  /** So many in a row are a stream. */
  private static final int STREAM = 10;

  private static final BasicProperties PROPERTIES =
      new BasicProperties.Builder()
          .deliveryMode(2)
          .contentType("application/x-protobuf")
          .type("tidings.outbox.v1.Delivery")
          .build();

  private final String publisher;
  private final OutboxSettings settings;
  private final Partitions partitions;
  private final TransactionOperations<Connection> transactions;
  private final OutboxTable table;
  private final Broker broker;
  private final RelaySignal signal;
  private final OutboxMetrics metrics;
  private final HeldPartitions held;
  private final Clock clock;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private @Nullable ConfirmedChannel channel;
  private Instant nextSample = Instant.EPOCH;
  private long lastPass = System.nanoTime();
  private int passesInARow;
  private volatile boolean stopped;
  private @Nullable Thread thread;

  OutboxRelay(
      OutboxSettings settings,
      Partitions partitions,
      TransactionOperations<Connection> transactions,
      OutboxTable table,
      Broker broker,
      RelaySignal signal,
      OutboxMetrics metrics,
      Clock clock) {
    this.publisher = Objects.requireNonNull(settings.publisher());
    this.settings = settings;
    this.partitions = partitions;
    this.transactions = transactions;
    this.table = table;
    this.broker = broker;
    this.signal = signal;
    this.metrics = metrics;
    this.held = new HeldPartitions(clock);
    this.clock = clock;
  }

  @EventListener
  void start(StartupEvent started) {
    thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
      thread.join(Duration.ofSeconds(5));
    }
  }

  private void run() {
    boolean failing = false;
    while (!stopped) {
      try {
        sampleBacklog();
        gather();
        while (relay(openChannel())) {
          // What one pass has no room for waits no longer.
        }
        if (failing) {
          log.info("relaying again");
          failing = false;
        }
        backoff.reset();
        signal.await(held.untilNextRelease(settings.poll()));
      } catch (InterruptedException _) {
        break;
      } catch (Exception e) { // also checked ones: transactions let those of their callbacks out
        closeChannel();
        metrics.failed();
        if (!failing && !stopped) {
          log.warn("facts wait in the outbox, trying on: {}", Failure.kinds(e));
          failing = true;
        }
        pause(backoff.next());
      }
    }
    closeChannel();
  }

  /**
   * Who comes alone waits for nobody; where much is committed, a pass takes what came meanwhile.
   */
  private void gather() throws InterruptedException {
    long sinceLast = System.nanoTime() - lastPass;
    passesInARow = sinceLast < LONG_REST.toNanos() ? passesInARow + 1 : 0;
    Duration rest = passesInARow < STREAM ? SHORT_REST : LONG_REST;
    if (sinceLast < rest.toNanos()) {
      Thread.sleep(rest.minusNanos(sinceLast));
    }
    lastPass = System.nanoTime();
  }

  /** One pass; answers whether there is more to relay at once. */
  private boolean relay(ConfirmedChannel open) {
    return transactions.executeWrite(status -> {
      Connection connection = status.getConnection();
      Waiting waiting = table.read(connection, held.partitions());
      if (waiting.rows().isEmpty()) {
        return false;
      }
      table.delete(connection, publish(open, waiting.rows()));
      return waiting.more();
    });
  }

  /** Answers the rows that are done with. */
  private List<Long> publish(ConfirmedChannel open, List<Row> rows) throws Exception {
    Map<Integer, List<Row>> byPartition = new LinkedHashMap<>();
    for (Row row : rows) {
      byPartition.computeIfAbsent(row.partition(), _ -> new ArrayList<>()).add(row);
    }
    List<Outgoing> deliveries = new ArrayList<>(byPartition.size());
    byPartition.forEach((partition, entries) ->
        deliveries.add(
            new Outgoing(
                Topology.EXCHANGE,
                Topology.routingKey(publisher, partition),
                PROPERTIES,
                delivery(entries))));
    List<Outcome> outcomes = open.publish(deliveries);
    List<Long> done = new ArrayList<>(rows.size());
    int i = 0;
    for (var partition : byPartition.entrySet()) {
      List<Row> entries = partition.getValue();
      if (isDone(outcomes.get(i++), partition.getKey(), entries.size())) {
        entries.forEach(row -> done.add(row.id()));
      }
    }
    return done;
  }

  private boolean isDone(Outcome outcome, int partition, int entries) {
    return switch (outcome) {
      case CONFIRMED -> {
        metrics.relayed(entries);
        held.release(partition);
        yield true;
      }
      case UNROUTABLE -> {
        if (settings.subscribers().isEmpty()) {
          metrics.unsubscribed(entries);
          yield true;
        }
        metrics.unroutable();
        closeChannel(); // the next one declares the queues again
        log.warn(
            "partition {} has no queue to go to: its facts are held back {}",
            partition,
            held.hold(partition));
        yield false;
      }
      case REFUSED -> {
        metrics.refused();
        log.warn(
            "RabbitMQ refused partition {}: its facts are held back {}",
            partition,
            held.hold(partition));
        yield false;
      }
    };
  }

  /** The bytes of a Delivery: entries are carried over as they are. */
  private static ByteString delivery(List<Row> rows) {
    ByteString.Output bytes = ByteString.newOutput(rows.size() * 512);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Row row : rows) {
        out.writeBytes(1, row.entry());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteString();
  }

  private ConfirmedChannel openChannel() throws IOException, InterruptedException {
    ConfirmedChannel current = channel;
    if (current != null && current.isOpen()) {
      return current;
    }
    ConfirmedChannel fresh = new ConfirmedChannel(broker.channel(Broker.Use.PUBLISHING));
    channel = fresh;
    Topology.declareExchange(fresh.channel());
    for (String group : settings.subscribers()) {
      Topology.declareDeadLetterQueue(fresh.channel(), group);
      for (int partition = 0; partition < partitions.count(); partition++) {
        Topology.declarePartition(fresh.channel(), group, partition, List.of(publisher));
      }
    }
    Thread.sleep(settings.settling());
    return fresh;
  }

  private void closeChannel() {
    ConfirmedChannel current = channel;
    channel = null;
    if (current != null) {
      current.close();
    }
  }

  private void sampleBacklog() {
    Instant now = clock.instant();
    if (!now.isBefore(nextSample)) {
      nextSample = now.plusSeconds(10);
      metrics.backlog(transactions.executeRead(status -> table.backlog(status.getConnection())));
    }
  }

  private void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
