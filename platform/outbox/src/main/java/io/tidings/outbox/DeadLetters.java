package io.tidings.outbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.tidings.outbox.ConfirmedChannel.Outcome;
import io.tidings.outbox.ConfirmedChannel.Outgoing;
import io.tidings.proto.outbox.v1.Delivery;
import io.tidings.proto.outbox.v1.Entry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Entries that a consumer group has given up on: to be looked at, and to be put back. */
@Singleton
public final class DeadLetters {
  private static final String REASON = "tidings-reason";
  private static final String PLACE = "tidings-place";
  private static final String QUEUE = "tidings-queue";
  private static final String AT = "tidings-at";

  private static final Comparator<DeadLetter> BY_AGE =
      Comparator.comparing(DeadLetter::at, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(DeadLetter::entryId);

  /** Written by the broker where it dead-lettered a message by itself. */
  private static final String BROKER_QUEUE = "x-first-death-queue";

  private final Broker broker;
  private final Clock clock;

  DeadLetters(Broker broker, Clock clock) {
    this.broker = broker;
    this.clock = clock;
  }

  /**
   * Dead letters of the group, the oldest first; they stay where they are. All are read each time:
   * what is given back to a queue with a delivery limit goes to its end, so its order says nothing.
   *
   * @param skip how many to pass over
   */
  public List<DeadLetter> list(String group, int skip, int limit) {
    Queue<DeadLetter> oldest = new PriorityQueue<>(BY_AGE.reversed());
    inBroker(channel -> {
      Topology.declareDeadLetterQueue(channel, group);
      long last = 0;
      GetResponse message = channel.basicGet(Topology.deadLetterQueue(group), false);
      while (message != null) {
        last = message.getEnvelope().getDeliveryTag();
        oldest.add(read(group, message));
        if (oldest.size() > skip + (long) limit) {
          oldest.remove();
        }
        message = channel.basicGet(Topology.deadLetterQueue(group), false);
      }
      giveBack(channel, last);
      return oldest;
    });
    return oldest.stream().sorted(BY_AGE).skip(skip).toList();
  }

  /** How many there are. */
  public long count(String group) {
    return inBroker(channel -> {
      Topology.declareDeadLetterQueue(channel, group);
      return channel.messageCount(Topology.deadLetterQueue(group));
    });
  }

  /**
   * Gives the group all its dead letters to consume again, each at the end of its own partition; no
   * other group gets them. Answers how many there were.
   */
  public int putBack(String group) {
    return putBack(group, _ -> true);
  }

  /** The same of those with these entry ids; the others stay. */
  public int putBack(String group, Set<String> entryIds) {
    return putBack(group, message -> entryIds.contains(entry(message.getBody()).getId()));
  }

  private int putBack(String group, Predicate<GetResponse> meant) {
    return inBroker(channel -> {
      Topology.declareDeadLetterQueue(channel, group);
      ConfirmedChannel confirmed = new ConfirmedChannel(channel);
      Set<Integer> done = new HashSet<>();
      long lastLeft = 0;
      GetResponse message = channel.basicGet(Topology.deadLetterQueue(group), false);
      while (message != null) {
        long tag = message.getEnvelope().getDeliveryTag();
        // One that fails again at once comes back while this goes on, and is not put back twice.
        if (meant.test(message) && done.add(Arrays.hashCode(message.getBody()))) {
          publish(confirmed, queueOf(group, message), plain(message.getProps()), message.getBody());
          channel.basicAck(tag, false);
        } else {
          lastLeft = tag;
        }
        message = channel.basicGet(Topology.deadLetterQueue(group), false);
      }
      giveBack(channel, lastLeft);
      return done.size();
    });
  }

  /**
   * Up to the tag, at once and not when the broker notices that the channel is closed: who asks
   * next shall see them.
   */
  private static void giveBack(Channel channel, long lastTag) throws IOException {
    if (lastTag > 0) {
      channel.basicNack(lastTag, true, true);
    }
  }

  /** Takes an entry from the group that cannot apply it. */
  void give(String group, int partition, Entry entry, Throwable failure) {
    byte[] body = Delivery.newBuilder().addEntries(entry).build().toByteArray();
    give(group, partition, body, Failure.kinds(failure), Failure.place(failure));
  }

  /** Takes a message that is not a delivery. */
  void give(String group, int partition, byte[] garbled) {
    give(group, partition, garbled, "Garbled", "");
  }

  private void give(String group, int partition, byte[] body, String reason, String place) {
    BasicProperties properties =
        new BasicProperties.Builder()
            .deliveryMode(2)
            .contentType("application/x-protobuf")
            .type("tidings.outbox.v1.Delivery")
            .headers(
                Map.of(
                    REASON,
                    reason,
                    PLACE,
                    place,
                    QUEUE,
                    Topology.queue(group, partition),
                    AT,
                    clock.instant().toString()))
            .build();
    inBroker(channel -> {
      Topology.declareDeadLetterQueue(channel, group);
      ConfirmedChannel confirmed = new ConfirmedChannel(channel);
      publish(confirmed, Topology.deadLetterQueue(group), properties, body);
      return true;
    });
  }

  private static void publish(
      ConfirmedChannel channel, String queue, BasicProperties properties, byte[] body)
      throws IOException, InterruptedException, TimeoutException {
    Outcome outcome =
        channel
            .publish(List.of(new Outgoing("", queue, properties, ByteString.copyFrom(body))))
            .getFirst();
    if (outcome != Outcome.CONFIRMED) {
      throw new IOException("queue %s did not take the message: %s".formatted(queue, outcome));
    }
  }

  private static DeadLetter read(String group, GetResponse message) {
    String queue = queueOf(group, message);
    Entry entry = entry(message.getBody());
    String at = header(message, AT, "");
    return new DeadLetter(
        group,
        Integer.parseInt(queue.substring(queue.lastIndexOf('.') + 1)),
        entry.getId(),
        entry.getPublisher(),
        factsIn(entry),
        header(message, REASON, "DeliveryLimitReached"),
        header(message, PLACE, ""),
        at.isEmpty() ? null : Instant.parse(at));
  }

  /** The first entry: what this class gives holds one, what the broker gives may hold more. */
  private static Entry entry(byte[] body) {
    try {
      Delivery delivery = Delivery.parseFrom(body);
      return delivery.getEntriesCount() == 0 ? Entry.getDefaultInstance() : delivery.getEntries(0);
    } catch (InvalidProtocolBufferException _) {
      return Entry.getDefaultInstance();
    }
  }

  private static int factsIn(Entry entry) {
    try {
      return EntryFacts.of(entry).size();
    } catch (IllegalArgumentException _) {
      return 0;
    }
  }

  private static String queueOf(String group, GetResponse message) {
    return header(message, QUEUE, header(message, BROKER_QUEUE, Topology.queue(group, 0)));
  }

  private static String header(GetResponse message, String name, String otherwise) {
    Map<String, Object> headers = message.getProps().getHeaders();
    Object value = headers == null ? null : headers.get(name);
    return value == null ? otherwise : value.toString();
  }

  private static BasicProperties plain(BasicProperties properties) {
    return properties.builder().headers(Map.of()).build();
  }

  private interface Work<T> {
    T in(Channel channel) throws IOException, InterruptedException, TimeoutException;
  }

  private <T> T inBroker(Work<T> work) {
    Channel channel = null;
    try {
      channel = broker.channel(Broker.Use.PUBLISHING);
      return work.in(channel);
    } catch (IOException | TimeoutException e) {
      throw new OutboxException("RabbitMQ could not be asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutboxException("interrupted", e);
    } finally {
      if (channel != null) {
        abort(channel);
      }
    }
  }

  private static void abort(Channel channel) {
    try {
      channel.abort();
    } catch (IOException _) {
      // It is closed, one way or the other.
    }
  }
}
