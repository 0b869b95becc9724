package io.tidings.messaging.send;

import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.SendState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends between the wire and the domain. */
public final class SendWire {
  private SendWire() {}

  /**
   * @param standard what is meant where nothing is said
   */
  public static SendClass toDomain(
      io.tidings.proto.messaging.v1.SendClass sendClass, SendClass standard) {
    return switch (sendClass) {
      case SEND_CLASS_TRANSACTIONAL -> SendClass.TRANSACTIONAL;
      case SEND_CLASS_MARKETING -> SendClass.MARKETING;
      case SEND_CLASS_UNSPECIFIED, UNRECOGNIZED -> standard;
    };
  }

  public static io.tidings.proto.messaging.v1.SendClass toWire(SendClass sendClass) {
    return switch (sendClass) {
      case TRANSACTIONAL -> io.tidings.proto.messaging.v1.SendClass.SEND_CLASS_TRANSACTIONAL;
      case MARKETING -> io.tidings.proto.messaging.v1.SendClass.SEND_CLASS_MARKETING;
    };
  }

  static SendState toWire(State state) {
    return switch (state) {
      case QUEUED -> SendState.SEND_STATE_QUEUED;
      case SENDING -> SendState.SEND_STATE_SENDING;
      case SENT -> SendState.SEND_STATE_SENT;
      case DELIVERED -> SendState.SEND_STATE_DELIVERED;
      case BOUNCED -> SendState.SEND_STATE_BOUNCED;
      case COMPLAINED -> SendState.SEND_STATE_COMPLAINED;
      case DISCARDED -> SendState.SEND_STATE_DISCARDED;
      case FAILED -> SendState.SEND_STATE_FAILED;
      case IN_DOUBT -> SendState.SEND_STATE_IN_DOUBT;
    };
  }

  static @Nullable State toDomain(SendState state) {
    return switch (state) {
      case SEND_STATE_QUEUED -> State.QUEUED;
      case SEND_STATE_SENDING -> State.SENDING;
      case SEND_STATE_SENT -> State.SENT;
      case SEND_STATE_DELIVERED -> State.DELIVERED;
      case SEND_STATE_BOUNCED -> State.BOUNCED;
      case SEND_STATE_COMPLAINED -> State.COMPLAINED;
      case SEND_STATE_DISCARDED -> State.DISCARDED;
      case SEND_STATE_FAILED -> State.FAILED;
      case SEND_STATE_IN_DOUBT -> State.IN_DOUBT;
      case SEND_STATE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  static io.tidings.proto.messaging.v1.Send toWire(Send send) {
    SendOrder order = send.order();
    var wire =
        io.tidings.proto.messaging.v1.Send.newBuilder()
            .setId(order.id().toString())
            .setUserId(orEmpty(order.userId()))
            .setProfileId(orEmpty(order.profileId()))
            .setChannel(ChannelWire.toWire(order.channel()))
            .setState(toWire(send.state()))
            .setReason(orEmpty(send.reason()))
            .setDetail(orEmpty(send.detail()))
            .setAttempts(send.attempts())
            .setProviderReference(orEmpty(send.providerReference()))
            .setClass_(toWire(order.sendClass()))
            .setCategory(orEmpty(order.category()))
            .setCreatedAt(ValueWire.toTimestamp(order.createdAt()))
            .setUpdatedAt(ValueWire.toTimestamp(send.updatedAt()));
    if (send.attention().openedAt() != null) {
      wire.setOpenedAt(ValueWire.toTimestamp(send.attention().openedAt()));
    }
    if (send.attention().clickedAt() != null) {
      wire.setClickedAt(ValueWire.toTimestamp(send.attention().clickedAt()));
    }
    switch (order.origin()) {
      case Origin.Call() -> {}
      case Origin.Broadcast(var id) -> wire.setBroadcastId(id.toString());
      case Origin.Automation(var id, _) -> wire.setAutomationId(id.toString());
    }
    return wire.build();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String orEmpty(@Nullable UUID id) {
    return id == null ? "" : id.toString();
  }
}
