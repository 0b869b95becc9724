package io.tidings.segment.testing;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tidings.outbox.EntryFacts;
import io.tidings.proto.outbox.v1.Delivery;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.Fact;
import io.tidings.proto.segment.v1.SegmentEntered;
import io.tidings.proto.segment.v1.SegmentExited;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The bus as the services around see it: tells their facts, and hears those of segment-service. */
public final class Bus implements AutoCloseable {
  private static final String EXCHANGE = "tidings.facts";
  private static final int PARTITIONS = 4;

  private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
  private final Connection connection;
  private final Channel channel;

  /**
   * A change of membership that segment-service told of.
   *
   * @param entered whether it was an entry
   */
  public record Heard(
      String workspaceId,
      String segmentId,
      UUID profileId,
      boolean entered,
      long entryNumber,
      String cause,
      long occurredMillis) {}

  public Bus(String url) {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(url);
      connection = factory.newConnection();
      channel = connection.createChannel();
      channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, EXCHANGE, "segment.*");
      channel.basicConsume(queue, true, (_, message) -> hear(message.getBody()), _ -> {});
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells facts of one profile, as one transaction of the publisher would. */
  public void tell(String publisher, String workspaceId, UUID profileId, Message... facts) {
    Entry.Builder entry =
        Entry.newBuilder().setId(UUID.randomUUID().toString()).setPublisher(publisher);
    for (Message fact : facts) {
      entry.addFacts(fact(workspaceId, profileId, fact));
    }
    publish(publisher, profileId, Delivery.newBuilder().addEntries(entry).build());
  }

  /** The same delivery twice, as after a lost acknowledgement. */
  public void tellTwice(String publisher, String workspaceId, UUID profileId, Message told) {
    Delivery delivery =
        Delivery.newBuilder()
            .addEntries(
                Entry.newBuilder()
                    .setId(UUID.randomUUID().toString())
                    .setPublisher(publisher)
                    .addFacts(fact(workspaceId, profileId, told)))
            .build();
    publish(publisher, profileId, delivery);
    publish(publisher, profileId, delivery);
  }

  private static Fact fact(String workspaceId, UUID profileId, Message fact) {
    return Fact.newBuilder()
        .setWorkspaceId(workspaceId)
        .setProfileId(profileId.toString())
        .setPayload(Any.pack(fact))
        .build();
  }

  private synchronized void publish(String publisher, UUID profileId, Delivery delivery) {
    try {
      int partition = Math.floorMod(profileId.hashCode(), PARTITIONS);
      channel.basicPublish(EXCHANGE, publisher + "." + partition, null, delivery.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes of membership of the workspace, in the order in which they were told. */
  public List<Heard> heard(String workspaceId) {
    return heard.stream().filter(each -> each.workspaceId().equals(workspaceId)).toList();
  }

  private void hear(byte[] body) throws IOException {
    for (Entry entry : Delivery.parseFrom(body).getEntriesList()) {
      for (Fact fact : EntryFacts.of(entry)) {
        heard.add(heard(fact));
      }
    }
  }

  private static Heard heard(Fact fact) throws IOException {
    UUID profile = UUID.fromString(fact.getProfileId());
    if (fact.getPayload().is(SegmentEntered.class)) {
      SegmentEntered entered = fact.getPayload().unpack(SegmentEntered.class);
      return new Heard(
          fact.getWorkspaceId(),
          entered.getSegmentId(),
          profile,
          true,
          entered.getEntryNumber(),
          entered.getCause().name(),
          millis(entered.getOccurredAt()));
    }
    SegmentExited exited = fact.getPayload().unpack(SegmentExited.class);
    return new Heard(
        fact.getWorkspaceId(),
        exited.getSegmentId(),
        profile,
        false,
        exited.getEntryNumber(),
        exited.getCause().name(),
        millis(exited.getOccurredAt()));
  }

  private static long millis(Timestamp timestamp) {
    return timestamp.getSeconds() * 1000 + timestamp.getNanos() / 1_000_000;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
