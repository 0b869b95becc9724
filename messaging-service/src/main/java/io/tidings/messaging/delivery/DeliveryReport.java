package io.tidings.messaging.delivery;

import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.channel.Receipt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a service that carries messages told of one of them.
 *
 * @param sendId as the message carried it; null where provider and reference name the send, or
 *     nothing does
 * @param provider who took it; empty where the send's id is given
 * @param address whom it was for; empty where that is not told
 * @param suppressed why nothing more may be sent to the address; null where more may
 */
record DeliveryReport(
    @Nullable UUID sendId,
    String provider,
    Receipt receipt,
    Channel channel,
    String address,
    @Nullable String suppressed) {

  boolean namesASend() {
    return sendId != null || (!provider.isEmpty() && !receipt.providerRef().isEmpty());
  }

  @Override
  public String toString() {
    return "DeliveryReport[sendId=%s, state=%s]".formatted(sendId, receipt.state());
  }
}
