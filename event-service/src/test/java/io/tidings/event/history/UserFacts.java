package io.tidings.event.history;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tidings.proto.outbox.v1.Delivery;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.Fact;
import io.tidings.proto.user.v1.ProfilesMerged;
import java.io.IOException;
import java.util.UUID;

/** Tells event-service of merges, as user-service would. */
final class UserFacts implements AutoCloseable {
  private final Connection broker;

  /** Waits until event-service reads. */
  UserFacts(String rabbitmqUrl) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(rabbitmqUrl);
    broker = factory.newConnection();
    await().until(this::areRead);
  }

  static ProfilesMerged merged(UUID absorbed, UUID into) {
    return ProfilesMerged.newBuilder()
        .setAbsorbedProfileId(absorbed.toString())
        .setProfileId(into.toString())
        .build();
  }

  /** Returns the id of the entry. */
  String tell(String workspace, ProfilesMerged fact) {
    String entryId = UUID.randomUUID().toString();
    var entry =
        Entry.newBuilder()
            .setId(entryId)
            .setPublisher("user")
            .addFacts(
                Fact.newBuilder()
                    .setWorkspaceId(workspace)
                    .setProfileId(fact.getProfileId())
                    .setPayload(Any.pack(fact)));
    try (Channel channel = broker.createChannel()) {
      channel.confirmSelect();
      channel.basicPublish(
          "tidings.facts",
          "user.0",
          null,
          Delivery.newBuilder().addEntries(entry).build().toByteArray());
      channel.waitForConfirmsOrDie(5_000);
      return entryId;
    } catch (Exception e) {
      throw new IllegalStateException("not published", e);
    }
  }

  private boolean areRead() throws Exception {
    try (Channel probe = broker.createChannel()) {
      return probe.queueDeclarePassive("event.0").getConsumerCount() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    broker.close();
  }
}
