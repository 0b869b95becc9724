package io.tidings.messaging.standin;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tidings.outbox.EntryFacts;
import io.tidings.proto.outbox.v1.Delivery;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.Fact;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bus as other services see it: publishes their facts, and listens to those of this one. */
public final class Bus implements AutoCloseable {
  private static final String EXCHANGE = "tidings.facts";
  private static final long CONFIRMED_WITHIN_MILLIS = 10_000;

  private final Connection connection;
  private final Channel channel;
  private volatile boolean returned;
  private final List<Fact> heard = new CopyOnWriteArrayList<>();

  public Bus(String url) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(url);
    this.connection = factory.newConnection();
    this.channel = connection.createChannel();
    channel.confirmSelect();
    channel.addReturnListener(_ -> returned = true);
    channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, EXCHANGE, "messaging.#");
    channel.basicConsume(
        queue,
        true,
        (_, message) -> {
          for (Entry entry : Delivery.parseFrom(message.getBody()).getEntriesList()) {
            heard.addAll(EntryFacts.of(entry));
          }
        },
        _ -> {});
  }

  /** One entry, as it would be delivered; the same twice is the same. */
  public static Entry entry(String publisher, String workspace, UUID profileId, Message payload) {
    Instant now = Instant.now();
    return Entry.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setPublisher(publisher)
        // As exact as an automation's own time: what is younger than it by less than a millisecond
        // counts.
        .setAppendedAt(
            Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .addFacts(
            Fact.newBuilder()
                .setWorkspaceId(workspace)
                .setProfileId(profileId.toString())
                .setPayload(Any.pack(payload)))
        .build();
  }

  /** Returns when the service has it in its queue, which is not there before it has started. */
  public synchronized void publish(Entry... entries) throws Exception {
    byte[] delivery = Delivery.newBuilder().addAllEntries(List.of(entries)).build().toByteArray();
    do {
      returned = false;
      channel.basicPublish(
          EXCHANGE,
          entries[0].getPublisher() + ".0",
          true,
          new AMQP.BasicProperties.Builder().deliveryMode(2).build(),
          delivery);
      channel.waitForConfirmsOrDie(CONFIRMED_WITHIN_MILLIS);
      if (returned) {
        Thread.sleep(20);
      }
    } while (returned);
  }

  /** What this service told of a workspace, in the order in which it came. */
  public <T extends Message> List<T> heard(String workspace, Class<T> type) {
    return heard.stream()
        .filter(fact -> fact.getWorkspaceId().equals(workspace))
        .filter(fact -> fact.getPayload().is(type))
        .map(fact -> {
          try {
            return fact.getPayload().unpack(type);
          } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
          }
        })
        .toList();
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }
}
