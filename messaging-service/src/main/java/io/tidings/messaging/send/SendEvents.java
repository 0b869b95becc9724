package io.tidings.messaging.send;

import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.outbox.Fact;
import io.tidings.outbox.Outbox;
import io.tidings.proto.messaging.v1.MessageStatusChanged;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Publishes what became of sends, in the transaction that records it. */
@Singleton
public final class SendEvents {
  private final Outbox outbox;

  SendEvents(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Sends that have not ended, or whose user is not known, tell nothing. */
  public void publish(Collection<Send> sends) {
    List<Fact> facts = new ArrayList<>(sends.size());
    for (Send send : sends) {
      UUID profileId = send.order().profileId();
      if (profileId != null && send.state().hasEnded()) {
        facts.add(new Fact(send.order().workspaceId(), profileId, changed(send, profileId)));
      }
    }
    outbox.append(facts);
  }

  private static MessageStatusChanged changed(Send send, UUID profileId) {
    SendOrder order = send.order();
    MessageStatusChanged.Builder changed =
        MessageStatusChanged.newBuilder()
            .setSendId(order.id().toString())
            .setProfileId(profileId.toString())
            .setChannel(ChannelWire.toWire(order.channel()))
            .setState(SendWire.toWire(send.state()))
            .setOccurredAt(ValueWire.toTimestamp(send.updatedAt()));
    String reason = send.reason();
    if (reason != null) {
      changed.setReason(reason);
    }
    switch (order.origin()) {
      case Origin.Call() -> {}
      case Origin.Broadcast(var id) -> changed.setBroadcastId(id.toString());
      case Origin.Automation(var id, _) -> changed.setAutomationId(id.toString());
    }
    return changed.build();
  }
}
