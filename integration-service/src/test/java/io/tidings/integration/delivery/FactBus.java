package io.tidings.integration.delivery;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tidings.proto.outbox.v1.Delivery;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.Fact;
import java.util.UUID;

/** Publishes facts as the other services do, to the one partition of this test. */
final class FactBus implements AutoCloseable {
  private final Connection connection;
  private final Channel channel;

  FactBus(String url) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(url);
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.confirmSelect();
  }

  /** Whether the service under test is listening. */
  boolean isReady() throws Exception {
    try (Channel probe = connection.createChannel()) {
      return probe.queueDeclarePassive("integration.0").getConsumerCount() > 0;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  void publish(String publisher, String workspace, UUID profile, Message... facts)
      throws Exception {
    Entry.Builder entry =
        Entry.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setPublisher(publisher)
            .setAppendedAt(Timestamp.newBuilder().setSeconds(1772366400));
    for (Message fact : facts) {
      entry.addFacts(
          Fact.newBuilder()
              .setWorkspaceId(workspace)
              .setProfileId(profile.toString())
              .setPayload(Any.pack(fact)));
    }
    channel.basicPublish(
        "tidings.facts",
        publisher + ".0",
        null,
        Delivery.newBuilder().addEntries(entry).build().toByteArray());
    channel.waitForConfirmsOrDie(5_000);
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }
}
