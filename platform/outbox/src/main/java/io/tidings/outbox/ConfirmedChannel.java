package io.tidings.outbox;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A channel that says of each message what became of it. One thread publishes at a time; on any
 * exception the channel is of no more use.
 */
final class ConfirmedChannel implements AutoCloseable {
  private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(10);

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<@Nullable Outcome> outcomes = new ArrayList<>();
  private long firstTag;
  private int open;

  /** What became of a message. */
  enum Outcome {
    /** It stands in every queue that there is for it, and there is one. */
    CONFIRMED,
    /** There is no queue for it. */
    UNROUTABLE,
    /** The broker could not take it. */
    REFUSED
  }

  record Outgoing(
      String exchange, String routingKey, BasicProperties properties, ByteString body) {}

  ConfirmedChannel(Channel channel) throws IOException {
    this.channel = channel;
    channel.addReturnListener(returned ->
        settle(
            Long.parseLong(returned.getProperties().getCorrelationId()),
            false,
            Outcome.UNROUTABLE));
    channel.addConfirmListener(
        (tag, multiple) -> settle(tag, multiple, Outcome.CONFIRMED),
        (tag, multiple) -> settle(tag, multiple, Outcome.REFUSED));
    channel.addShutdownListener(_ -> wake());
    channel.confirmSelect();
  }

  Channel channel() {
    return channel;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Publishes all and waits until the broker has answered for each. */
  List<Outcome> publish(List<Outgoing> messages)
      throws IOException, InterruptedException, TimeoutException {
    begin(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      Outgoing message = messages.get(i);
      // A returned message carries no tag, only what was sent along.
      BasicProperties properties =
          message.properties().builder().correlationId(Long.toString(firstTag + i)).build();
      channel.basicPublish(
          message.exchange(), message.routingKey(), true, properties, message.body().toByteArray());
    }
    return awaitOutcomes();
  }

  @Override
  public void close() {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException _) {
      // It is closed, one way or the other.
    }
  }

  private void begin(int size) {
    lock.lock();
    try {
      firstTag = channel.getNextPublishSeqNo();
      outcomes.clear();
      outcomes.addAll(Collections.nCopies(size, null));
      open = size;
    } finally {
      lock.unlock();
    }
  }

  private void settle(long tag, boolean multiple, Outcome outcome) {
    lock.lock();
    try {
      int last = Math.min((int) (tag - firstTag), outcomes.size() - 1);
      for (int i = multiple ? 0 : last; i <= last; i++) {
        // A returned message is confirmed as well, afterwards: the first word counts.
        if (i >= 0 && outcomes.get(i) == null) {
          outcomes.set(i, outcome);
          open--;
        }
      }
      if (open == 0) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private List<Outcome> awaitOutcomes() throws IOException, InterruptedException, TimeoutException {
    long left = CONFIRM_TIMEOUT.toNanos();
    lock.lock();
    try {
      while (open > 0) {
        if (!channel.isOpen()) {
          throw new IOException("the channel closed before all messages were confirmed");
        }
        if (left <= 0) {
          throw new TimeoutException("RabbitMQ did not confirm %d messages".formatted(open));
        }
        left = changed.awaitNanos(left);
      }
      return Arrays.asList(outcomes.toArray(Outcome[]::new));
    } finally {
      lock.unlock();
    }
  }
}
